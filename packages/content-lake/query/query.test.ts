import type {SanityClient} from '@sanity/client'
import {afterAll, beforeAll, describe, expect, it} from 'vitest'
import {clientOf} from '../testing/client-of.ts'
import {RunningLake} from '../testing/running-lake.ts'

let lake: RunningLake
let editor: SanityClient
let viewer: SanityClient
beforeAll(async () => {
  lake = await RunningLake.start({queryLimitMs: 1_500, queryWorkers: 2})
  const things = Array.from({length: 60}, (_, index) => ({_id: `t${index}`, _type: 'thing', index}))
  editor = await clientOf(lake, 'editor')
  viewer = await clientOf(lake, 'viewer')
  const transaction = editor
    .transaction()
    .create({
      _id: 'privacy',
      _type: 'policy',
      title: 'Privacy policy',
      slug: {current: 'privacy'},
      author: {_type: 'reference', _ref: 'ann'},
    })
    .create({_id: 'drafts.privacy', _type: 'policy', title: 'Privacy draft', slug: {current: 'privacy'}})
    .create({
      _id: 'versions.spring.privacy',
      _type: 'policy',
      title: 'Privacy in spring',
      slug: {current: 'privacy'},
    })
    .create({_id: 'ann', _type: 'person', name: 'Ann'})
    .create({_id: '_.releases.spring', _type: 'system.release', name: 'spring'})
  for (const thing of things) transaction.create(thing)
  await transaction.commit()
})
afterAll(() => lake.remove())

const title = '*[_type == "policy" && slug.current == $slug][0].title'

function address(query: Record<string, string>): string {
  return `/data/query/production?${new URLSearchParams(query)}`
}

describe('queries over HTTP', () => {
  it('read through the perspective that the client names', async () => {
    const read = (perspective: 'published' | 'drafts' | string[]) =>
      viewer.fetch<string>(title, {slug: 'privacy'}, {perspective})
    expect(await read('published')).toBe('Privacy policy')
    expect(await read('drafts')).toBe('Privacy draft')
    expect(await read(['spring', 'drafts'])).toBe('Privacy in spring')
    expect(await viewer.fetch('count(*[_type == "policy"])', {}, {perspective: 'raw'})).toBe(3)
  })

  it('take published documents by default from 2025-02-19 on, and all before', async () => {
    const count = 'count(*[_type == "policy"])'
    expect(await viewer.withConfig({apiVersion: '2025-02-19'}).fetch(count)).toBe(1)
    expect(await viewer.withConfig({apiVersion: '2025-02-18'}).fetch(count)).toBe(3)
    expect(await viewer.withConfig({apiVersion: '1'}).fetch(count)).toBe(3)
  })

  it('show nothing but published documents without a token', async () => {
    const anonymous = await clientOf(lake, 'anonymous')
    for (const perspective of ['raw', 'drafts', 'published'] as const) {
      expect(
        await anonymous.fetch('*[_type in ["policy", "system.release"]].title', {}, {perspective}),
      ).toEqual(['Privacy policy'])
    }
  })

  it('travel in the body when they are long', async () => {
    const long = `${title} // ${'x'.repeat(20_000)}\n`
    expect(await viewer.fetch(long, {slug: 'privacy'})).toBe('Privacy policy')
  })

  it('come with sync tags, the time taken, and a source map when asked for', async () => {
    const options = {filterResponse: false, resultSourceMap: true, perspective: 'drafts'} as const
    const answer = await viewer.fetch('*[_id == "privacy"]{"heading": title}', {}, options)
    expect(answer.syncTags).toEqual([expect.stringMatching(/^s1:[\w-]+$/)])
    expect(answer.ms).toBeGreaterThanOrEqual(0)
    expect(answer.query).toBe('*[_id == "privacy"]{"heading": title}')
    expect(answer.resultSourceMap).toEqual({
      documents: [{_id: 'drafts.privacy', _type: 'policy'}],
      paths: ["$['title']"],
      mappings: {"$[0]['heading']": {type: 'value', source: {type: 'documentValue', document: 0, path: 0}}},
    })
    const bare = await lake.call(address({query: '1', returnQuery: 'false'}))
    expect(bare.body).not.toHaveProperty('query')
  })

  it('that are wrong are answered with what is wrong', async () => {
    const failure = viewer.fetch('*[_type == "policy"')
    await expect(failure).rejects.toMatchObject({
      statusCode: 400,
      details: {type: 'queryParseError', query: '*[_type == "policy"', start: 18, end: 18},
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

  it('that would run for ever are cut off while a hundred others are answered', async () => {
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

  it('see what was committed before', async () => {
    await Promise.all(
      Array.from({length: 20}, async (_, index) => {
        await editor.createOrReplace({_id: `fresh${index}`, _type: 'fresh', index})
        expect(await editor.fetch('*[_id == $id][0].index', {id: `fresh${index}`})).toBe(index)
      }),
    )
  })
})
