import type {SanityClient} from '@sanity/client'
import {afterAll, beforeAll, describe, expect, test} from 'vitest'
import {RestartableLake} from '../testing/restartable-lake.ts'

let lake: RestartableLake
let client: SanityClient

beforeAll(async () => {
  lake = await RestartableLake.start()
  client = lake.client('viewer')
  const editor = lake.client('editor')
  await editor
    .transaction()
    .create({_id: 'author', _type: 'person', name: 'Ada'})
    .create({_id: 'a', _type: 'note', title: 'A published', by: {_type: 'reference', _ref: 'author'}})
    .create({_id: 'drafts.a', _type: 'note', title: 'A draft', by: {_type: 'reference', _ref: 'author'}})
    .create({_id: 'drafts.b', _type: 'note', title: 'B draft'})
    .create({_id: 'versions.r1.a', _type: 'note', title: 'A in a release'})
    .create({_id: 'private.c', _type: 'note', title: 'C private'})
    .commit()
})

afterAll(() => lake.remove())

describe('queries', () => {
  test('take parameters', async () => {
    const title = await client.fetch('*[_type == $type && _id in $ids][0].title', {
      type: 'note',
      ids: ['a', 'x'],
    })
    expect(title).toBe('A published')
  })

  test('too long for an address are sent in the body', async () => {
    const ids = Array.from({length: 3000}, (_, index) => `id-${index}`)
    expect(await client.fetch('count(*[_id in $ids])', {ids: [...ids, 'a']})).toBe(1)
  })

  test('follow references', async () => {
    expect(await client.fetch('*[_id == "a"][0]{title, "by": by->name}')).toEqual({
      title: 'A published',
      by: 'Ada',
    })
  })

  test('answer what they were, how long they took, and tags to follow them by', async () => {
    const answer = await client.fetch('*[_type == "note"]', {}, {filterResponse: false})
    expect(answer).toMatchObject({query: '*[_type == "note"]', ms: expect.any(Number)})
    expect(answer.syncTags?.[0]).toMatch(/^s1:/)
  })
})

describe('perspectives', () => {
  const titles = (perspective: 'published' | 'drafts' | 'raw' | string[]) =>
    client.fetch<string[]>('*[_type == "note"]|order(title).title', {}, {perspective})

  test('published is what readers see, and the default', async () => {
    expect(await titles('published')).toEqual(['A published', 'C private'])
    expect(await client.fetch('count(*[_type == "note"])')).toBe(2)
  })

  test('drafts puts drafts in the place of what they will replace', async () => {
    expect(await titles('drafts')).toEqual(['A draft', 'B draft', 'C private'])
    const query = '*[_type == "note" && title == "A draft"][0]{_id, _originalId}'
    expect(await client.fetch(query, {}, {perspective: 'drafts'})).toEqual({
      _id: 'a',
      _originalId: 'drafts.a',
    })
  })

  test('a release is laid over drafts and published documents', async () => {
    expect(await titles(['r1', 'drafts'])).toEqual(['A in a release', 'B draft', 'C private'])
  })

  test('raw is everything as it is stored', async () => {
    expect(await titles('raw')).toEqual(['A draft', 'A in a release', 'A published', 'B draft', 'C private'])
  })
})

describe('whoever has no token', () => {
  test.each(['published', 'drafts', 'raw'] as const)(
    'sees only public documents when asking for %s',
    async (perspective) => {
      const anonymous = lake.client('anonymous', {perspective})
      const ids = await anonymous.fetch<string[]>('*[_type == "note"]._id').catch(() => [])
      expect(ids.every((id) => id === 'a')).toBe(true)
      expect(await anonymous.getDocument('drafts.a')).toBeUndefined()
      expect(await anonymous.getDocument('private.c')).toBeUndefined()
    },
  )

  test('sees what is published', async () => {
    expect(await lake.client('anonymous').fetch('*[_type == "note"].title')).toEqual(['A published'])
  })
})

describe('documents by id', () => {
  test('one, and several in the order of the ids', async () => {
    expect(await client.getDocument('a')).toMatchObject({_id: 'a', title: 'A published'})
    expect(await client.getDocument('nowhere')).toBeUndefined()
    const several = await client.getDocuments(['drafts.a', 'nowhere', 'a'])
    expect(several.map((document) => document?._id ?? null)).toEqual(['drafts.a', null, 'a'])
  })
})

describe('source maps', () => {
  test('say which document and field each text comes from', async () => {
    const {result, resultSourceMap} = await client.fetch(
      '*[_id == "a"][0]{title, "by": by->name}',
      {},
      {filterResponse: false, resultSourceMap: 'withKeyArraySelector', perspective: 'drafts'},
    )
    expect(result).toEqual({title: 'A draft', by: 'Ada'})
    const sources = Object.entries(resultSourceMap?.mappings ?? {}).map(([at, {source}]) => {
      if (source.type !== 'documentValue') throw new Error(`${at} has no document`)
      return [at, resultSourceMap?.documents[source.document]?._id, resultSourceMap?.paths[source.path]]
    })
    expect(sources).toContainEqual(["$['title']", 'drafts.a', "$['title']"])
    expect(sources).toContainEqual(["$['by']", 'author', "$['name']"])
  })
})
