import {afterAll, beforeAll, beforeEach, expect, test} from 'vitest'
import {incomingLinks, unpublishWithLinks} from '#sanity/actions/incoming-links.ts'
import {startTestLake, type TestLake} from '#tests/support/lake.ts'

let lake: TestLake
let page: {_id: string; _type: string; _rev: string}

const to = (id: string) => ({_type: 'reference', _ref: id})
const entry = (label: string, id: string) => ({
  _type: 'siteLink',
  _key: label,
  label,
  kind: 'document',
  document: to(id),
})

beforeAll(async () => {
  lake = await startTestLake()
})
afterAll(() => lake.close())
beforeEach(async () => {
  for (const type of ['redirect', 'siteSettings', 'page'])
    await lake.client.delete({query: `*[_type == "${type}"]`})
  page = await lake.client.create({_id: 'about', _type: 'page', title: 'About', path: '/who-we-are'})
  await lake.client
    .transaction()
    .create({_id: 'home', _type: 'page', title: 'Home', path: '/'})
    .create({_id: 'r-about', _type: 'redirect', path: '/about', kind: 'document', document: to('about')})
    .create({
      _id: 'siteSettings',
      _type: 'siteSettings',
      name: 'Site',
      navigation: [entry('About', 'about'), entry('Home', 'home')],
      footerColumns: [{_type: 'footerColumn', _key: 'c', title: 'More', links: [entry('Us', 'about')]}],
      announcement: {_type: 'announcement', text: 'New', link: entry('Read', 'about')},
    })
    .commit()
})

test('what links to a page is named once each, with what has to be done', async () => {
  await lake.client.create({
    ...(await lake.client.getDocument('siteSettings')),
    _id: 'drafts.siteSettings',
    _type: 'siteSettings',
  })
  await lake.client.create({
    _id: 'offer',
    _type: 'page',
    title: 'Offer',
    path: '/offer',
    blocks: [{...entry('a', 'about')}],
  })
  const found = await incomingLinks(lake.client, 'about')
  expect(found.map(({id, title, remedy}) => [id, title, remedy]).sort()).toEqual([
    ['offer', '/offer', 'edited'],
    ['r-about', '/about', 'removed'],
    ['siteSettings', 'The menu, the footer or the announcement', 'removed'],
  ])
})

test('the page goes with its redirect and its menu entries, and its text stays as a draft', async () => {
  await unpublishWithLinks(lake.client, page)
  expect(await lake.client.fetch('*[_type in ["page", "redirect"]]{_id} | order(_id asc)')).toEqual([
    {_id: 'drafts.about'},
    {_id: 'home'},
  ])
  const settings = await lake.client.getDocument('siteSettings')
  expect(settings).toMatchObject({
    name: 'Site',
    navigation: [{label: 'Home'}],
    footerColumns: [{title: 'More', links: []}],
    announcement: {text: 'New'},
  })
  expect(settings?.announcement).not.toHaveProperty('link')
})

test('a draft that an editor has begun keeps its words', async () => {
  await lake.client.create({
    _id: 'drafts.about',
    _type: 'page',
    title: 'About all of us',
    path: '/who-we-are',
  })
  await unpublishWithLinks(lake.client, page)
  expect(await lake.client.fetch('*[_id == "drafts.about"][0].title')).toBe('About all of us')
})

test('nothing changes when a text still links to the page, or the page was changed meanwhile', async () => {
  await lake.client.create({
    _id: 'offer',
    _type: 'page',
    title: 'Offer',
    path: '/offer',
    blocks: [entry('a', 'about')],
  })
  await expect(unpublishWithLinks(lake.client, page)).rejects.toThrow()
  await lake.client.delete('offer')
  await lake.client.patch('about').set({title: 'Changed'}).commit()
  await expect(unpublishWithLinks(lake.client, page)).rejects.toThrow()
  expect(await lake.client.fetch('count(*[_type in ["page", "redirect"]])')).toBe(3)
  expect(await lake.client.fetch('count(*[_id == "siteSettings"][0].navigation)')).toBe(2)
})
