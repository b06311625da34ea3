import {once} from 'node:events'
import type {ListenEvent, MutationEvent, SanityClient} from '@sanity/client'
import {applyPatch} from 'mendoza'
import {firstValueFrom, lastValueFrom, type Observable, ReplaySubject, take, toArray} from 'rxjs'
import {afterAll, afterEach, beforeAll, describe, expect, it, vi} from 'vitest'
import {createQueryEngine} from '../query/engine.ts'
import {createMemoryDataset, documentOf, ENDLESS_QUERY} from '../testing/documents.ts'
import {RestartableLake} from '../testing/restartable-lake.ts'

type Options = Parameters<SanityClient['listen']>[2]

let lake: RestartableLake
let editor: SanityClient
beforeAll(async () => {
  lake = await RestartableLake.start()
  editor = lake.client('editor')
})
afterAll(() => lake.remove())

const open: {unsubscribe(): void}[] = []
afterEach(() => {
  for (const subscription of open.splice(0)) subscription.unsubscribe()
})

/** Listens, and resolves when the listener has got `welcome`. */
async function listen(
  client: SanityClient,
  query: string,
  options: Options = {},
): Promise<Observable<MutationEvent>> {
  const events = new ReplaySubject<ListenEvent<Record<string, unknown>>>()
  open.push(client.listen(query, {}, {...options, events: ['welcome', 'mutation']}).subscribe(events))
  await firstValueFrom(events)
  const mutations = new ReplaySubject<MutationEvent>()
  open.push(events.subscribe((event) => event.type === 'mutation' && mutations.next(event)))
  return mutations
}

function collect(events: Observable<MutationEvent>, count: number): Promise<MutationEvent[]> {
  return firstValueFrom(events.pipe(take(count), toArray()))
}

describe('listeners', () => {
  it('get events when a document appears, changes and disappears, with all that they ask for', async () => {
    const events = await listen(editor, '*[_type == "policy" && public == true]', {
      includeResult: true,
      includePreviousRevision: true,
      effectFormat: 'mendoza',
    })
    const created = await editor.create({_id: 'a', _type: 'policy', title: 'one'})
    const shown = await editor.patch('a').set({public: true}).commit()
    const changed = await editor.patch('a').set({title: 'two'}).commit()
    const hidden = await editor.patch('a').unset(['public']).commit()
    await editor.create({_id: 'b', _type: 'policy', public: true})
    const [appear, update, disappear, last] = await collect(events, 4)
    expect([appear, update, disappear].map((event) => event?.transition)).toEqual([
      'appear',
      'update',
      'disappear',
    ])
    expect(appear).toMatchObject({
      previousRev: created._rev,
      resultRev: shown._rev,
      documentId: 'a',
      identity: (await editor.users.getById('me')).id,
    })
    expect(update).toMatchObject({
      transactionId: changed._rev,
      transactionTotalEvents: 1,
      transactionCurrentEvent: 1,
      visibility: 'transaction',
      result: {title: 'two'},
      previous: {title: 'one'},
    })
    expect(update?.mutations).toEqual([
      expect.objectContaining({patch: expect.objectContaining({set: {title: 'two'}})}),
    ])
    const {_rev: _previousRev, ...previous} = update?.previous ?? {}
    expect(applyPatch(previous, update?.effects?.apply ?? [])).toMatchObject({title: 'two', public: true})
    expect(disappear?.previousRev).toBe(changed._rev)
    expect(disappear?.resultRev).toBe(hidden._rev)
    expect(last?.documentId).toBe('b')
  })

  it('get events of published documents only, unless they ask for all versions', async () => {
    const published = await listen(editor, '*[_type == "note"]')
    const all = await listen(editor, '*[_type == "note"]', {includeAllVersions: true})
    const older = await listen(lake.client('editor', {apiVersion: '2024-01-01'}), '*[_type == "note"]')
    await editor
      .transaction()
      .create({_id: 'drafts.n', _type: 'note'})
      .create({_id: 'versions.r.n', _type: 'note'})
      .create({_id: 'n', _type: 'note'})
      .commit()
    expect((await collect(all, 3)).map((event) => event.documentId)).toEqual([
      'drafts.n',
      'versions.r.n',
      'n',
    ])
    expect((await collect(older, 3)).map((event) => event.transactionCurrentEvent)).toEqual([1, 2, 3])
    expect((await collect(published, 1)).map((event) => event.documentId)).toEqual(['n'])
  })

  it('without a token get events of public documents only', async () => {
    const events = await listen(lake.client('anonymous'), '*', {includeAllVersions: true})
    await editor.create({_id: 'drafts.secret', _type: 'note'})
    await editor.create({_id: 'hidden.secret', _type: 'note'})
    await editor.create({_id: 'public', _type: 'note'})
    expect((await collect(events, 1))[0]?.documentId).toBe('public')
  })

  it('get transactions in the order in which they were committed', async () => {
    const events = await listen(editor, '*[_type == "counter"]', {includeResult: true})
    const commits = await Promise.all(
      Array.from({length: 30}, (_, count) =>
        editor.createOrReplace({_id: 'counter', _type: 'counter', count}),
      ),
    )
    const heard = await collect(events, 30)
    for (const [index, event] of heard.entries()) {
      if (index > 0) expect(event.previousRev).toBe(heard[index - 1]?.resultRev)
    }
    expect(new Set(heard.map((event) => event.resultRev))).toEqual(
      new Set(commits.map((document) => document._rev)),
    )
  })

  it('are told to read the documents again when they reconnect', async () => {
    const path = `/data/listen/production?query=${encodeURIComponent('*')}`
    const beginning = async (address: string, headers = {}) => {
      const stream = await lake.openStream(address, headers)
      open.push(stream)
      return stream.firstEvent()
    }
    const back = {'last-event-id': 'x#y'}
    expect(await beginning(path)).toMatch('event: welcome')
    expect(await beginning(path, back)).toMatch('event: welcome')
    expect(await beginning(`${path}&enableResume=true`, back)).toMatch('event: reset')
  })

  it('count the events of a transaction among those that they get', async () => {
    const events = await listen(editor, '*[_id in ["counted-1", "counted-3"]]')
    await ['counted-1', 'counted-2', 'counted-3']
      .reduce((all, _id) => all.create({_id, _type: 'note'}), editor.transaction())
      .commit()
    const counted = await collect(events, 2)
    expect(counted.map((event) => [event.transactionCurrentEvent, event.transactionTotalEvents])).toEqual([
      [1, 2],
      [2, 2],
    ])
  })

  it('are told what is wrong with their query, as an error of the channel', async () => {
    await expect(lastValueFrom(editor.listen('*[_type == "x"'))).rejects.toMatchObject({
      name: 'ChannelError',
      message: expect.stringContaining("expected ']' following expression"),
    })
    await expect(lastValueFrom(editor.listen('nonsense::of($x)'))).rejects.toMatchObject({
      name: 'ChannelError',
    })
  })

  it('are cut off when they do not read their stream', async () => {
    const stream = await lake.openStream(
      `/data/listen/production?includeResult=true&query=${encodeURIComponent('*[_type == "large"]')}`,
    )
    open.push(stream)
    const {response} = stream
    expect(response.statusCode).toBe(200)
    const ended = once(response, 'end')
    response.pause()
    const text = 'x'.repeat(1_000_000)
    for (let count = 0; count < 25; count++)
      await editor.createOrReplace({_id: 'large', _type: 'large', text, count})
    response.resume()
    await expect(ended).rejects.toThrow('aborted')
  })
})

/** More listeners than any pool has threads. */
const LISTENERS = 12
const endlessFilter = (index: number) => `*[_type != "${index}" && ${ENDLESS_QUERY} > -1]`

describe('endless filters of anonymous listeners', () => {
  it('delay no webhook, and no listener of a signed-in user', async () => {
    const document = documentOf({_id: 'a', _type: 'note'})
    const engine = createQueryEngine(createMemoryDataset(document))
    const viewer = {id: 'u-viewer', name: 'Vera', email: 'vera@example.test', role: 'viewer'} as const
    let answered = 0
    const judged = Array.from({length: LISTENERS}, (_, index) =>
      engine.matches(endlessFilter(index), {}, [document], null).catch((error: unknown) => {
        answered++
        return error
      }),
    )
    try {
      const change = await engine.onChange({filter: '_type == "note"', before: null, after: document})
      expect(change.selected).toBe(true)
      expect(await engine.matches('*[_type == "note"]', {}, [document], viewer)).toEqual([true])
      // There are more endless filters than threads, so most of them still wait.
      expect(answered).toBeLessThan(LISTENERS / 2)
      for (const error of await Promise.all(judged)) expect(error).toMatchObject({status: 408})
    } finally {
      await engine.close()
    }
  })

  it('end their own stream with an error that says why, and no other stream', async () => {
    const anonymous = lake.client('anonymous')
    const events = ['welcome', 'mutation'] as const
    const listen = (query: string) => {
      const heard = new ReplaySubject<ListenEvent<Record<string, unknown>>>()
      anonymous.listen(query, {}, {events: [...events]}).subscribe(heard)
      return heard
    }
    const [endless, good] = [listen(endlessFilter(0)), listen('*[_type == "memo"]')]
    await Promise.all([endless, good].map((heard) => lastValueFrom(heard.pipe(take(1)))))
    await lake.mutate([{create: {_id: 'memo-a', _type: 'memo'}}])
    await expect(lastValueFrom(endless)).rejects.toThrow(/query took too long.* in a row/)
    await lake.mutate([{create: {_id: 'memo-b', _type: 'memo'}}])
    const heard = await lastValueFrom(good.pipe(take(3), toArray()))
    expect(heard.map((event) => 'documentId' in event && event.documentId)).toEqual([
      false,
      'memo-a',
      'memo-b',
    ])
  })
})

it('a listener connects again after a restart of the lake, and is told to read the documents again', async () => {
  const events: ListenEvent<Record<string, unknown>>[] = []
  const options = {events: ['welcome', 'mutation', 'reset'], enableResume: true, includeResult: true} as const
  const listening = lake
    .client('viewer')
    .listen('*[_type == "lasting"]', {}, {...options, events: [...options.events]})
    .subscribe((event) => events.push(event))
  const heard = (isMet: () => boolean) => vi.waitUntil(isMet, {timeout: 30_000})
  const told = () => events.flatMap((event) => (event.type === 'mutation' ? [event.documentId] : []))
  await heard(() => events.some(({type}) => type === 'welcome'))

  await lake.client('editor').create({_id: 'before', _type: 'lasting'})
  await heard(() => told().length === 1)
  await lake.restart()
  await heard(() => events.at(-1)?.type === 'reset')
  expect(await lake.client('viewer').fetch('*[_type == "lasting"]._id')).toEqual(['before'])

  await lake.client('editor').create({_id: 'after', _type: 'lasting'})
  await heard(() => told().length === 2)
  expect(told()).toEqual(['before', 'after'])
  listening.unsubscribe()
})
