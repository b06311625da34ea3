import {afterAll, beforeAll, beforeEach, expect, test} from 'vitest'
import {publishMove} from '#sanity/actions/move.ts'
import {startTestLake, type TestLake} from '#tests/support/lake.ts'

let lake: TestLake

beforeAll(async () => {
  lake = await startTestLake()
})
afterAll(() => lake.close())
beforeEach(async () => {
  await lake.client.delete({query: '*[_type == "redirect"]'})
  await lake.client.delete({query: '*[_type == "page"]'})
  await lake.client.create({_id: 'about', _type: 'page', title: 'About', path: '/about'})
})

/** The page with an unpublished new path, and what publishing it needs to know. */
async function moveTo(to: string) {
  const draft = await lake.client.create({_id: 'drafts.about', _type: 'page', title: 'About', path: to})
  const from = await lake.client.fetch('*[_id == "about"][0].path')
  return {
    document: {publishedId: 'about', draftId: 'drafts.about', draftRevision: draft._rev},
    move: {from, to},
  }
}

const redirects = () =>
  lake.client.fetch('*[_type == "redirect"]{path, "to": document->path} | order(path asc)')
const pages = () => lake.client.fetch('*[_type == "page"]{_id, path} | order(_id asc)')

test('the page is published and its old address leads to it, in one transaction', async () => {
  const {document, move} = await moveTo('/who-we-are')
  await publishMove(lake.client, document, move)
  expect(await pages()).toEqual([{_id: 'about', path: '/who-we-are'}])
  expect(await redirects()).toEqual([{path: '/about', to: '/who-we-are'}])
  const writers = await lake.client.fetch('*[_type in ["page", "redirect"]]._rev')
  expect(new Set(writers).size).toBe(1)
})

test('a page that comes back ends the redirect that stood in its way', async () => {
  const away = await moveTo('/who-we-are')
  await publishMove(lake.client, away.document, away.move)
  const back = await moveTo('/about')
  await publishMove(lake.client, back.document, back.move)
  expect(await pages()).toEqual([{_id: 'about', path: '/about'}])
  expect(await redirects()).toEqual([{path: '/who-we-are', to: '/about'}])
})

test('a page that moves twice leads from both of its old addresses', async () => {
  for (const path of ['/who-we-are', '/team']) {
    const {document, move} = await moveTo(path)
    await publishMove(lake.client, document, move)
  }
  expect(await redirects()).toEqual([
    {path: '/about', to: '/team'},
    {path: '/who-we-are', to: '/team'},
  ])
})

test('a draft that somebody changed meanwhile is not published, and nothing is redirected', async () => {
  const {document, move} = await moveTo('/who-we-are')
  await lake.client.patch('drafts.about').set({title: 'About us'}).commit()
  await expect(publishMove(lake.client, document, move)).rejects.toThrow()
  expect(await pages()).toEqual([
    {_id: 'about', path: '/about'},
    {_id: 'drafts.about', path: '/who-we-are'},
  ])
  expect(await redirects()).toEqual([])
})
