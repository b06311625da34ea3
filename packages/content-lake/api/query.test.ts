import type {SanityClient} from '@sanity/client'
import {afterAll, beforeAll, describe, expect, test} from 'vitest'
import {RestartableLake} from '../testing/restartable-lake.ts'

let lake: RestartableLake
let editor: SanityClient
let viewer: SanityClient

beforeAll(async () => {
  lake = await RestartableLake.start({queryLimitMs: 5_000})
  const numbered = Array.from({length: 60}, (_, index) => ({_id: `t${index}`, _type: 'thing', index}))
  editor = lake.client('editor')
  viewer = lake.client('viewer')
  const slug = {current: 'privacy'}
  const by = {_type: 'reference', _ref: 'ann'}
  const transaction = editor
    .transaction()
    .create({_id: 'privacy', _type: 'policy', title: 'Privacy policy', slug, by})
    .create({_id: 'drafts.privacy', _type: 'policy', title: 'Privacy draft', slug, by})
    .create({_id: 'versions.spring.privacy', _type: 'policy', title: 'Privacy in spring', slug})
    .create({_id: 'drafts.terms', _type: 'policy', title: 'Terms draft'})
    .create({_id: 'internal.notes', _type: 'policy', title: 'Internal notes'})
    .create({_id: 'ann', _type: 'person', name: 'Ann'})
    .create({_id: '_.releases.spring', _type: 'system.release', name: 'spring'})
  for (const document of numbered) transaction.create(document)
  await transaction.commit()
})
afterAll(() => lake.remove())

const title = '*[_type == "policy" && slug.current == $slug][0].title'
const titles = '*[_type == "policy"]|order(title).title'
const count = 'count(*[_type == "policy"])'

function address(query: Record<string, string>): string {
  return `/data/query/production?${new URLSearchParams(query)}`
}

describe('queries', () => {
  test('take parameters', async () => {
    const params = {type: 'policy', ids: ['privacy', 'x']}
    expect(await viewer.fetch('*[_type == $type && _id in $ids][0].title', params)).toBe('Privacy policy')
  })

  test('follow references', async () => {
    expect(await viewer.fetch('*[_id == "privacy"][0]{title, "by": by->name}')).toEqual({
      title: 'Privacy policy',
      by: 'Ann',
    })
  })

  test('with a long text are sent in the body', async () => {
    const long = `${title} // ${'x'.repeat(20_000)}\n`
    expect(await viewer.fetch(long, {slug: 'privacy'})).toBe('Privacy policy')
  })

  test('with long parameters are sent in the body', async () => {
    const ids = Array.from({length: 3000}, (_, index) => `id-${index}`)
    expect(await viewer.fetch('count(*[_id in $ids])', {ids: [...ids, 'privacy']})).toBe(1)
  })

  test('are answered with the query, the time taken and sync tags', async () => {
    const answer = await viewer.fetch('*[_type == "policy"]', {}, {filterResponse: false})
    expect(answer).toMatchObject({query: '*[_type == "policy"]', ms: expect.any(Number)})
    expect(answer.syncTags).toEqual([expect.stringMatching(/^s1:[\w-]+$/)])
    const bare = await lake.call(address({query: '1', returnQuery: 'false'}))
    expect(bare.body).not.toHaveProperty('query')
  })

  test('are answered with a source map when they ask for one', async () => {
    const options = {filterResponse: false, resultSourceMap: true, perspective: 'drafts'} as const
    const answer = await viewer.fetch('*[_id == "privacy"]{"heading": title}', {}, options)
    expect(answer.resultSourceMap).toEqual({
      documents: [{_id: 'drafts.privacy', _type: 'policy'}],
      paths: ["$['title']"],
      mappings: {"$[0]['heading']": {type: 'value', source: {type: 'documentValue', document: 0, path: 0}}},
    })
  })

  test('have source maps that follow references', async () => {
    const {result, resultSourceMap} = await viewer.fetch(
      '*[_id == "privacy"][0]{title, "by": by->name}',
      {},
      {filterResponse: false, resultSourceMap: 'withKeyArraySelector', perspective: 'drafts'},
    )
    expect(result).toEqual({title: 'Privacy draft', by: 'Ann'})
    const sources = Object.entries(resultSourceMap?.mappings ?? {}).map(([at, {source}]) => {
      if (source.type !== 'documentValue') throw new Error(`${at} has no document`)
      return [at, resultSourceMap?.documents[source.document]?._id, resultSourceMap?.paths[source.path]]
    })
    expect(sources).toContainEqual(["$['title']", 'drafts.privacy', "$['title']"])
    expect(sources).toContainEqual(["$['by']", 'ann', "$['name']"])
  })

  test('that are wrong are refused with the reason', async () => {
    const failure = viewer.fetch('*[_type == "policy"')
    await expect(failure).rejects.toMatchObject({
      statusCode: 400,
      details: {
        type: 'queryParseError',
        description: "expected ']' following expression",
        query: '*[_type == "policy"',
        start: 1,
        end: 20,
      },
    })
    const wrong: Record<string, string>[] = [
      {},
      {query: '1', $a: '{'},
      {query: '1', perspective: 'a/b'},
      {query: '1', perspective: 'raw,drafts'},
    ]
    for (const query of wrong) {
      const response = await lake.call(address(query))
      expect([query, response.status]).toEqual([query, 400])
      expect(response.body).toMatchObject({error: {type: 'httpBadRequest'}})
    }
    const posted = await lake.call('/data/query/production', {as: 'viewer', json: {query: 1}})
    expect(posted.status).toBe(400)
  })

  test('that are endless are cut off, while a hundred others are answered', async () => {
    const endless = 'count(*[count(*[count(*[count(*[_id in *[_id in *._id]._id]) > 0]) > 0]) > 0])'
    const cutOff = viewer.fetch(endless).then(
      () => 'answered',
      (error: unknown) => error,
    )
    const others = Array.from({length: 100}, (_, index) =>
      viewer.fetch('*[_id == $id][0].index', {id: `t${index % 60}`}),
    )
    expect(await Promise.all(others)).toEqual(Array.from({length: 100}, (_, index) => index % 60))
    expect(await cutOff).toMatchObject({statusCode: 408, details: {type: 'queryTimeoutError'}})
  })

  test('see what was committed before', async () => {
    await Promise.all(
      Array.from({length: 20}, async (_, index) => {
        await editor.createOrReplace({_id: `fresh${index}`, _type: 'fresh', index})
        expect(await editor.fetch('*[_id == $id][0].index', {id: `fresh${index}`})).toBe(index)
      }),
    )
  })
})

describe('perspectives', () => {
  const read = (perspective: 'published' | 'drafts' | 'raw' | string[]) =>
    viewer.fetch<string[]>(titles, {}, {perspective})

  test('decide which version of a document is found', async () => {
    const find = (perspective: 'published' | 'drafts' | string[]) =>
      viewer.fetch<string>(title, {slug: 'privacy'}, {perspective})
    expect(await find('published')).toBe('Privacy policy')
    expect(await find('drafts')).toBe('Privacy draft')
    expect(await find(['spring', 'drafts'])).toBe('Privacy in spring')
  })

  test('published has the published documents, and is the default', async () => {
    expect(await read('published')).toEqual(['Internal notes', 'Privacy policy'])
    expect(await viewer.fetch(count)).toBe(2)
  })

  test('drafts has drafts in the place of the documents that they will replace', async () => {
    expect(await read('drafts')).toEqual(['Internal notes', 'Privacy draft', 'Terms draft'])
    const query = '*[title == "Privacy draft"][0]{_id, _originalId}'
    expect(await viewer.fetch(query, {}, {perspective: 'drafts'})).toEqual({
      _id: 'privacy',
      _originalId: 'drafts.privacy',
    })
  })

  test('a stack has the version in a release before drafts and published documents', async () => {
    expect(await read(['spring', 'drafts'])).toEqual(['Internal notes', 'Privacy in spring', 'Terms draft'])
  })

  test('raw has all documents as they are stored', async () => {
    expect(await read('raw')).toEqual([
      'Internal notes',
      'Privacy draft',
      'Privacy in spring',
      'Privacy policy',
      'Terms draft',
    ])
  })

  test('are published by default from 2025-02-19 on, and raw before', async () => {
    expect(await viewer.withConfig({apiVersion: '2025-02-19'}).fetch(count)).toBe(2)
    expect(await viewer.withConfig({apiVersion: '2025-02-18'}).fetch(count)).toBe(4)
    expect(await viewer.withConfig({apiVersion: '1'}).fetch(count)).toBe(4)
  })
})

describe('an anonymous caller', () => {
  test('reads public documents, and no releases', async () => {
    const query = '*[_type in ["policy", "system.release"]].title'
    for (const perspective of ['raw', 'drafts', 'published'] as const) {
      expect(await lake.client('anonymous').fetch(query, {}, {perspective})).toEqual(['Privacy policy'])
    }
  })

  test.each(['published', 'drafts', 'raw'] as const)(
    'reads public documents only when asking for %s',
    async (perspective) => {
      const anonymous = lake.client('anonymous', {perspective})
      const ids = await anonymous.fetch<string[]>('*[_type == "policy"]._id').catch(() => [])
      expect(ids.every((id) => id === 'privacy')).toBe(true)
      expect(await anonymous.getDocument('drafts.privacy')).toBeUndefined()
      expect(await anonymous.getDocument('internal.notes')).toBeUndefined()
    },
  )

  test('reads what is published', async () => {
    expect(await lake.client('anonymous').fetch('*[_type == "policy"].title')).toEqual(['Privacy policy'])
  })
})

test('documents by id come one by one, and several in the order of their ids', async () => {
  expect(await viewer.getDocument('privacy')).toMatchObject({_id: 'privacy', title: 'Privacy policy'})
  expect(await viewer.getDocument('nowhere')).toBeUndefined()
  const several = await viewer.getDocuments(['drafts.privacy', 'nowhere', 'privacy'])
  expect(several.map((document) => document?._id ?? null)).toEqual(['drafts.privacy', null, 'privacy'])
})
