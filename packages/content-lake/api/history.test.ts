import {applyPatch} from 'mendoza'
import {afterAll, beforeAll, describe, expect, it} from 'vitest'
import {z} from 'zod'
import {DatasetRegistry} from '../dataset/registry.ts'
import {createQueryEngine} from '../query/engine.ts'
import {RestartableLake} from '../testing/restartable-lake.ts'

let lake: RestartableLake
const revisions: string[] = []
const times: string[] = []

const Result = z.object({transactionId: z.string()})
const Documents = z.object({documents: z.array(z.record(z.string(), z.unknown()))})
const Events = z.object({
  events: z.record(z.string(), z.array(z.record(z.string(), z.unknown()))),
  nextCursor: z.string(),
})
const Line = z.object({
  id: z.string(),
  documentIDs: z.array(z.string()),
  mutations: z.array(z.unknown()).optional(),
  effects: z
    .record(z.string(), z.object({apply: z.array(z.unknown()), revert: z.array(z.unknown())}))
    .optional(),
})

beforeAll(async () => {
  lake = await RestartableLake.start()
  for (const text of ['one', 'two', 'three']) {
    const {body} = await lake.mutate([{createOrReplace: {_id: 'a', _type: 'note', text}}])
    revisions.push(Result.parse(body).transactionId)
    times.push(z.string().parse((await lake.document('a'))?._updatedAt))
  }
  revisions.push(Result.parse((await lake.mutate([{delete: {id: 'a'}}])).body).transactionId)
})
afterAll(() => lake.remove())

async function documentsAt(search: string) {
  const {body} = await lake.call(`/data/history/production/documents/a?${search}`, {as: 'viewer'})
  return Documents.parse(body).documents
}

async function lines(search: string, ids = 'a') {
  const {text} = await lake.call(`/data/history/production/transactions/${ids}?${search}`, {as: 'viewer'})
  return text
    .split('\n')
    .filter(Boolean)
    .map((line) => Line.parse(JSON.parse(line)))
}

describe('a document of the past', () => {
  it.each([0, 1, 2])('is found by its revision %i', async (n) => {
    const text = ['one', 'two', 'three'][n]
    expect(await documentsAt(`revision=${revisions[n]}`)).toMatchObject([
      {_id: 'a', _rev: revisions[n], text},
    ])
  })

  it('is found by time, and by its last revision before a deletion', async () => {
    expect(await documentsAt(`time=${times[2]}`)).toMatchObject([{text: 'three'}])
    expect(await documentsAt('lastRevision=true')).toMatchObject([{text: 'three', _rev: revisions[2]}])
  })

  it('is not found at a time or revision at which it did not exist', async () => {
    expect(await documentsAt('time=2020-01-01T00:00:00Z')).toEqual([])
    expect(await documentsAt(`revision=${revisions[3]}`)).toEqual([])
    expect((await lake.call('/data/history/production/documents/a?time=soon', {as: 'viewer'})).status).toBe(
      400,
    )
  })

  it('is refused to anonymous callers', async () => {
    expect((await lake.call('/data/history/production/documents/a?lastRevision=true')).status).toBe(401)
  })
})

describe('transactions', () => {
  it('contain patches that rebuild each document, forward and back', async () => {
    const all = await lines('effectFormat=mendoza')
    expect(all.map(({id}) => id)).toEqual(revisions)
    let document: unknown = null
    for (const {effects} of all) {
      const effect = effects?.a
      const next: unknown = applyPatch(document, effect?.apply ?? [])
      expect(applyPatch(next, effect?.revert ?? [])).toEqual(document)
      document = next
    }
    expect(document).toBeNull()
  })

  it('are chosen by range, direction and number', async () => {
    const ids = async (search: string) => (await lines(search)).map(({id}) => revisions.indexOf(id))
    expect(await ids(`fromTransaction=${revisions[1]}&toTransaction=${revisions[2]}`)).toEqual([1, 2])
    expect(await ids('reverse=true&limit=2')).toEqual([3, 2])
    expect(await ids(`reverse=true&toTransaction=${revisions[1]}`)).toEqual([1, 0])
    expect(await ids('fromTransaction=')).toEqual([0, 1, 2, 3])
  })

  it('leave out what the request excludes', async () => {
    const [first] = await lines('excludeContent=true')
    expect(first).not.toHaveProperty('mutations')
    expect(first).not.toHaveProperty('effects')
    expect((await lines(''))[0]?.mutations).toHaveLength(1)
  })
})

describe('events', () => {
  const types = async (id: string, search = '') => {
    const {body} = await lake.call(`/data/history/production/events/documents/${id}${search}`, {as: 'viewer'})
    return (Events.parse(body).events[id] ?? []).map(({type}) => type)
  }

  it('list what happened to a document and to its draft, newest first', async () => {
    const ids = {publishedId: 'p', draftId: 'drafts.p'}
    await lake.act({type: 'create', publishedId: 'p', attributes: {_id: 'drafts.p', _type: 'note'}})
    await lake.act({type: 'edit', ...ids, patch: {set: {text: 'x'}}})
    await lake.act({type: 'publish', ...ids})
    await lake.act({type: 'edit', ...ids, patch: {set: {text: 'y'}}})
    await lake.act({type: 'version.discard', versionId: 'drafts.p'})
    await lake.act({type: 'unpublish', ...ids})
    await lake.act({type: 'publish', ...ids})
    await lake.act({type: 'delete', publishedId: 'p', includeDrafts: []})
    expect(await types('p')).toEqual([
      'deleteDocumentGroup',
      'publishDocumentVersion',
      'unpublishDocument',
      'deleteDocumentVersion',
      'createDocumentVersion',
      'publishDocumentVersion',
      'createDocumentVersion',
    ])
    expect(await types('drafts.p')).toHaveLength(6)
    expect(await types('p', '?limit=2')).toHaveLength(2)
  })

  it('come in pages', async () => {
    const path = '/data/history/production/events/documents/a'
    const first = Events.parse((await lake.call(`${path}?limit=3`, {as: 'viewer'})).body)
    expect(first.events.a?.map(({type}) => type)).toEqual([
      'deleteDocumentGroup',
      'updateLiveDocument',
      'updateLiveDocument',
    ])
    const second = Events.parse(
      (await lake.call(`${path}?limit=3&nextCursor=${first.nextCursor}`, {as: 'viewer'})).body,
    )
    expect(second).toEqual({
      events: {a: [expect.objectContaining({type: 'createLiveDocument'})]},
      nextCursor: '',
    })
  })
})

it('replays transactions with their documents, from any transaction on', async () => {
  const directory = `${lake.dataDir}/datasets`
  const registry = await DatasetRegistry.open({
    projectId: 'p',
    directory,
    log: () => {},
    createEngine: (dataset) => createQueryEngine(dataset),
  })
  const seen: [string | undefined, string | undefined][] = []
  for await (const {changes} of registry.get('production').transactionsAfter(revisions[0] ?? null)) {
    for (const {id, before, after} of changes) if (id === 'a') seen.push([before?._rev, after?._rev])
  }
  await registry.close()
  expect(seen).toEqual([
    [revisions[0], revisions[1]],
    [revisions[1], revisions[2]],
    [revisions[2], undefined],
  ])
})
