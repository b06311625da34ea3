import {once} from 'node:events'
import {afterEach, beforeEach, expect, it} from 'vitest'
import {WebSocket} from 'ws'
import {RunningLake} from './testing/running-lake.ts'

let lake: RunningLake

beforeEach(async () => {
  lake = await RunningLake.start()
})
afterEach(() => lake.remove())

it('ends although streams and sockets are open, and gives its directory free', async () => {
  const stream = await fetch(`${lake.url}/v1/data/listen/production?query=${encodeURIComponent('*')}`)
  const socket = new WebSocket(`${lake.url.replace('http', 'ws')}/v1/socket/production`)
  await once(socket, 'open')
  const socketEnded = once(socket, 'close')
  await lake.stop()
  await socketEnded
  await expect(stream.text()).rejects.toThrow()
  await lake.start()
  expect((await lake.call('/ping')).status).toBe(200)
})

it('answers what was being answered when it was told to end', async () => {
  const writes = Array.from({length: 20}, (_, n) => lake.mutate([{create: {_id: `d${n}`, _type: 'note'}}]))
  await Promise.any(writes)
  const [answers] = await Promise.all([Promise.allSettled(writes), lake.stop()])
  await lake.start()
  for (const [n, answer] of answers.entries()) {
    const isAcknowledged = answer.status === 'fulfilled' && answer.value.status === 200
    if (isAcknowledged) expect(await lake.document(`d${n}`)).not.toBeNull()
  }
})

it('says so when its port is taken', async () => {
  const port = Number(new URL(lake.url).port)
  const second = RunningLake.start({port})
  await expect(second).rejects.toThrow(/EADDRINUSE/)
})

it('commits what arrives at once one after the other', async () => {
  await lake.mutate([{create: {_id: 'counter', _type: 'note', n: 0}}])
  const results = await Promise.all(
    Array.from({length: 100}, () => lake.mutate([{patch: {query: '*[_id == "counter"]', inc: {n: 1}}}])),
  )
  expect(results.every(({status}) => status === 200)).toBe(true)
  expect(await lake.document('counter')).toMatchObject({n: 100})
})

it('lets one of two win who expect the same revision', async () => {
  await lake.mutate([{create: {_id: 'a', _type: 'note'}}])
  const ifRevisionID = (await lake.document('a'))?._rev
  const write = (text: string) => lake.mutate([{patch: {id: 'a', ifRevisionID, set: {text}}}])
  const statuses = (await Promise.all([write('one'), write('two')])).map(({status}) => status)
  expect(statuses.sort()).toEqual([200, 409])
})

it('takes a transaction id once', async () => {
  const json = {mutations: [{create: {_id: 'a', _type: 'note'}}], transactionId: 'my-own-id'}
  const post = () => lake.call('/data/mutate/production', {as: 'editor', json})
  expect((await post()).body).toMatchObject({transactionId: 'my-own-id'})
  expect((await lake.document('a'))?._rev).toBe('my-own-id')
  expect((await post()).status).toBe(409)
})
