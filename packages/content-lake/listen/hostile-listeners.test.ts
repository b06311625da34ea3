import type {ListenEvent} from '@sanity/client'
import {lastValueFrom, ReplaySubject, take, toArray} from 'rxjs'
import {afterEach, beforeEach, describe, expect, it} from 'vitest'
import {createQueryEngine} from '../query/engine.ts'
import {createMemoryDataset, documentOf} from '../query/memory-dataset.ts'
import {clientOf} from '../testing/client-of.ts'
import {ENDLESS} from '../testing/endless.ts'
import {RunningLake} from '../testing/running-lake.ts'

/** More than a pool of any purpose has threads. */
const HOSTILE = 12
const hostileFilter = (index: number) => `*[_type != "${index}" && ${ENDLESS} > -1]`

describe('endless filters of anonymous listeners', () => {
  it('hold up no webhook, and no listener of anybody who has signed in', async () => {
    const document = documentOf({_id: 'a', _type: 'note'})
    const engine = createQueryEngine(createMemoryDataset(document))
    const viewer = {id: 'u-viewer', name: 'Vera', email: 'vera@example.test', role: 'viewer'} as const
    let answered = 0
    const judged = Array.from({length: HOSTILE}, (_, index) =>
      engine.matches(hostileFilter(index), {}, [document], null).catch((error: unknown) => {
        answered++
        return error
      }),
    )
    try {
      const change = await engine.onChange({filter: '_type == "note"', before: null, after: document})
      expect(change.selected).toBe(true)
      expect(await engine.matches('*[_type == "note"]', {}, [document], viewer)).toEqual([true])
      // Asked last and answered before most of them, as there are more of them than threads.
      expect(answered).toBeLessThan(HOSTILE / 2)
      for (const error of await Promise.all(judged)) expect(error).toMatchObject({status: 408})
    } finally {
      await engine.close()
    }
  })
})

describe('over HTTP', () => {
  let lake: RunningLake
  beforeEach(async () => {
    lake = await RunningLake.start()
  })
  afterEach(() => lake.remove())

  it('such a listener is ended with an error that says why, and others go on', async () => {
    const anonymous = await clientOf(lake, 'anonymous')
    const events = ['welcome', 'mutation'] as const
    const listen = (query: string) => {
      const heard = new ReplaySubject<ListenEvent<Record<string, unknown>>>()
      anonymous.listen(query, {}, {events: [...events]}).subscribe(heard)
      return heard
    }
    const [hostile, good] = [listen(hostileFilter(0)), listen('*[_type == "note"]')]
    await Promise.all([hostile, good].map((heard) => lastValueFrom(heard.pipe(take(1)))))
    await lake.mutate([{create: {_id: 'a', _type: 'note'}}])
    await expect(lastValueFrom(hostile)).rejects.toThrow(/query took too long.* in a row/)
    await lake.mutate([{create: {_id: 'b', _type: 'note'}}])
    const heard = await lastValueFrom(good.pipe(take(3), toArray()))
    expect(heard.map((event) => 'documentId' in event && event.documentId)).toEqual([false, 'a', 'b'])
  })
})
