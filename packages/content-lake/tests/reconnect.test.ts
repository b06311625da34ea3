import type {ListenEvent} from '@sanity/client'
import {afterAll, beforeAll, expect, test, vi} from 'vitest'
import {RestartableLake} from '../testing/restartable-lake.ts'

let lake: RestartableLake

beforeAll(async () => {
  lake = await RestartableLake.start()
})

afterAll(() => lake.remove())

test('a listener finds the lake again after a restart, and is told what it has to read afresh', async () => {
  const events: ListenEvent<Record<string, unknown>>[] = []
  const options = {events: ['welcome', 'mutation', 'reset'], enableResume: true, includeResult: true} as const
  const listening = lake
    .client('viewer')
    .listen('*[_type == "note"]', {}, {...options, events: [...options.events]})
    .subscribe((event) => events.push(event))
  const told = () => events.flatMap((event) => (event.type === 'mutation' ? [event.documentId] : []))
  await vi.waitUntil(() => events.some(({type}) => type === 'welcome'))

  await lake.client('editor').create({_id: 'before', _type: 'note'})
  await vi.waitUntil(() => told().length === 1)
  await lake.restart()
  await vi.waitUntil(() => events.at(-1)?.type === 'reset', {timeout: 15_000})
  expect(await lake.client('viewer').fetch('*[_type == "note"]._id')).toEqual(['before'])

  await lake.client('editor').create({_id: 'after', _type: 'note'})
  await vi.waitUntil(() => told().length === 2)
  expect(told()).toEqual(['before', 'after'])
  listening.unsubscribe()
})
