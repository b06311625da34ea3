import {once} from 'node:events'
import type {ListenEvent, MutationEvent, SanityClient} from '@sanity/client'
import {applyPatch} from 'mendoza'
import {firstValueFrom, type Observable, ReplaySubject, take, toArray} from 'rxjs'
import {afterAll, afterEach, beforeAll, describe, expect, it} from 'vitest'
import {clientOf} from '../testing/client-of.ts'
import {openStream} from '../testing/open-stream.ts'
import {RunningLake} from '../testing/running-lake.ts'

type Options = Parameters<SanityClient['listen']>[2]

let lake: RunningLake
let editor: SanityClient
beforeAll(async () => {
  lake = await RunningLake.start()
  editor = await clientOf(lake, 'editor')
})
afterAll(() => lake.remove())

const open: {unsubscribe(): void}[] = []
afterEach(() => {
  for (const subscription of open.splice(0)) subscription.unsubscribe()
})

/** Listens, and resolves once the listener has been welcomed. */
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
  it('hear of a document appearing, changing and disappearing, with all that they asked for', async () => {
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

  it('hear of published documents alone, unless they ask for all versions', async () => {
    const published = await listen(editor, '*[_type == "note"]')
    const all = await listen(editor, '*[_type == "note"]', {includeAllVersions: true})
    const older = await listen(
      await clientOf(lake, 'editor', {apiVersion: '2024-01-01'}),
      '*[_type == "note"]',
    )
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

  it('without a token hear of nothing that is not public', async () => {
    const events = await listen(await clientOf(lake, 'anonymous'), '*', {includeAllVersions: true})
    await editor.create({_id: 'drafts.secret', _type: 'note'})
    await editor.create({_id: 'hidden.secret', _type: 'note'})
    await editor.create({_id: 'public', _type: 'note'})
    expect((await collect(events, 1))[0]?.documentId).toBe('public')
  })

  it('hear of transactions in the order in which they were committed', async () => {
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

  it('are told to read afresh when they come back', async () => {
    const path = `/data/listen/production?query=${encodeURIComponent('*')}`
    const beginning = async (address: string, headers = {}) => {
      const stream = await openStream(lake, address, headers)
      open.push(stream)
      return stream.firstEvent()
    }
    const back = {'last-event-id': 'x#y'}
    expect(await beginning(path)).toMatch('event: welcome')
    expect(await beginning(path, back)).toMatch('event: welcome')
    expect(await beginning(`${path}&enableResume=true`, back)).toMatch('event: reset')
  })

  it('are refused with the reason when the query is wrong', async () => {
    const response = await lake.call(`/data/listen/production?query=${encodeURIComponent('*[')}`)
    expect(response.status).toBe(400)
    expect(response.body).toMatchObject({error: {type: 'queryParseError'}})
  })

  it('are cut off when they do not read', async () => {
    const stream = await openStream(
      lake,
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
