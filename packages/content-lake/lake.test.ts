import {once} from 'node:events'
import {afterAll, beforeAll, expect, it} from 'vitest'
import {WebSocket} from 'ws'
import {RestartableLake} from './testing/restartable-lake.ts'

let lake: RestartableLake

beforeAll(async () => {
  lake = await RestartableLake.start()
})
afterAll(() => lake.remove())

it('ends while streams and sockets are open, and releases its directory', async () => {
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

it('finishes the requests that it is answering when it is told to end', async () => {
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
  await expect(RestartableLake.start({port})).rejects.toThrow(/EADDRINUSE/)
})

it('commits requests that arrive together one after the other', async () => {
  await lake.mutate([{create: {_id: 'counter', _type: 'note', n: 0}}])
  const results = await Promise.all(
    Array.from({length: 100}, () => lake.mutate([{patch: {query: '*[_id == "counter"]', inc: {n: 1}}}])),
  )
  expect(results.every(({status}) => status === 200)).toBe(true)
  expect(await lake.document('counter')).toMatchObject({n: 100})
})

it('accepts one of two patches that expect the same revision', async () => {
  await lake.mutate([{create: {_id: 'revised', _type: 'note'}}])
  const ifRevisionID = (await lake.document('revised'))?._rev
  const write = (text: string) => lake.mutate([{patch: {id: 'revised', ifRevisionID, set: {text}}}])
  const statuses = (await Promise.all([write('one'), write('two')])).map(({status}) => status)
  expect(statuses.sort()).toEqual([200, 409])
})

it('accepts a transaction id once', async () => {
  const json = {mutations: [{create: {_id: 'named', _type: 'note'}}], transactionId: 'my-own-id'}
  const post = () => lake.call('/data/mutate/production', {as: 'editor', json})
  expect((await post()).body).toMatchObject({transactionId: 'my-own-id'})
  expect((await lake.document('named'))?._rev).toBe('my-own-id')
  expect((await post()).status).toBe(409)
})
