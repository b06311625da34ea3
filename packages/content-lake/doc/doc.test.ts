import {afterAll, beforeAll, expect, it} from 'vitest'
import {RunningLake} from '../testing/running-lake.ts'

let lake: RunningLake

beforeAll(async () => {
  lake = await RunningLake.start()
  await lake.mutate(
    ['a', 'drafts.a', 'versions.r.a', 'b', 'private.c'].map((_id) => ({create: {_id, _type: 'note'}})),
  )
})
afterAll(() => lake.remove())

it('gives documents in the order asked for and says which are missing', async () => {
  const {body} = await lake.call('/data/doc/production/b,nothing,drafts.a', {as: 'viewer'})
  expect(body).toMatchObject({
    documents: [{_id: 'b'}, {_id: 'drafts.a'}],
    omitted: [{id: 'nothing', reason: 'existence'}],
  })
})

it('never gives an anonymous reader what is not published', async () => {
  const {body} = await lake.call('/data/doc/production/a,drafts.a,versions.r.a,private.c,drafts.nothing')
  expect(body).toMatchObject({documents: [{_id: 'a'}]})
  const hidden = ['drafts.a', 'versions.r.a', 'private.c', 'drafts.nothing']
  expect(body).toHaveProperty(
    'omitted',
    hidden.map((id) => ({id, reason: 'permission'})),
  )
})

it('gives all versions of a document, or only whether it exists', async () => {
  const all = await lake.call('/data/doc/production/a?includeAllVersions=true', {as: 'viewer'})
  expect(all.body).toMatchObject({documents: [{_id: 'a'}, {_id: 'drafts.a'}, {_id: 'versions.r.a'}]})
  const bare = await lake.call('/data/doc/production/a,x?excludeContent=true', {as: 'viewer'})
  expect(bare.body).toEqual({documents: [], omitted: [{id: 'x', reason: 'existence'}]})
})
