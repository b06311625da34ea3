import sharp from 'sharp'
import {afterAll, beforeAll, beforeEach, expect, test} from 'vitest'
import {choosePictures, deletePictures, PICTURES_QUERY, readPictures} from '#sanity/pictures/pictures.ts'
import {startTestLake, type TestLake} from '#tests/support/lake.ts'

let lake: TestLake

beforeAll(async () => {
  lake = await startTestLake()
})
afterAll(() => lake.close())
beforeEach(async () => {
  for (const types of ['["page", "policyVersion", "siteSettings"]', '["sanity.imageAsset"]'])
    await lake.client.delete({query: `*[_type in ${types}]`})
})

/** Uploads a picture of one colour. @returns its id */
async function upload(filename: string, background: string): Promise<string> {
  const bytes = await sharp({create: {width: 40, height: 20, channels: 3, background}})
    .png()
    .toBuffer()
  return (await lake.client.assets.upload('image', bytes, {filename}))._id
}

const showing = (id: string) => ({_type: 'picture', asset: {_type: 'reference', _ref: id}})

const pictures = async () => readPictures(await lake.client.fetch(PICTURES_QUERY))

test('each picture is listed with every document that holds it, once, however deep it stands', async () => {
  const [van, sink] = [await upload('van.png', '#102030'), await upload('sink.png', '#405060')]
  const page = {_type: 'page', title: 'About', path: '/about'}
  const hero = {_type: 'hero', _key: 'h', picture: showing(van)}
  await lake.client
    .transaction()
    .create({...page, _id: 'about', blocks: [hero], seo: {picture: showing(van)}})
    .create({...page, _id: 'drafts.about', title: 'About us', blocks: [hero]})
    .create({...page, _id: 'drafts.offer', title: 'Offer', path: '/offer', blocks: [hero]})
    .create({_id: 'siteSettings', _type: 'siteSettings', name: 'Site', shareImage: showing(van)})
    .create({
      ...{
        _id: 'terms-version-2',
        _type: 'policyVersion',
        title: 'Terms',
        number: 2,
        slug: {current: 'terms'},
      },
      body: [{_type: 'figure', _key: 'f', picture: showing(van)}],
    })
    .commit()
  const found = await pictures()
  expect(found.map(({name}) => name).toSorted()).toEqual(['sink.png', 'van.png'])
  expect(found.find(({id}) => id === van)).toMatchObject({
    about: '40 × 20 · 1 kB · PNG',
    uses: [
      {id: 'about', title: 'About', path: '/about', kind: 'published'},
      {id: 'offer', title: 'Offer', path: '/offer', kind: 'draft'},
      {id: 'siteSettings', title: 'Site settings', path: undefined, kind: 'published'},
      {id: 'terms-version-2', title: 'Terms, version 2', path: undefined, kind: 'version'},
    ],
  })
  expect(found.find(({id}) => id === sink)?.uses).toEqual([])
})

test('a picture is found by its name and by the page that shows it; those that nothing uses are found together', async () => {
  const [van] = [await upload('Van.png', '#102030'), await upload('sink.png', '#405060')]
  await lake.client.create({_id: 'about', _type: 'page', title: 'About', path: '/who', picture: showing(van)})
  const names = async (search: string, show: 'all' | 'unused' = 'all') =>
    choosePictures(await pictures(), {search, show})
      .map(({name}) => name)
      .toSorted()
  expect(await names(' van')).toEqual(['Van.png'])
  expect(await names('ABOUT')).toEqual(['Van.png'])
  expect(await names('/who')).toEqual(['Van.png'])
  expect(await names('')).toEqual(['Van.png', 'sink.png'])
  expect(await names('', 'unused')).toEqual(['sink.png'])
  expect(await names('tap')).toEqual([])
})

test('unused pictures are deleted, and one that a draft has come to use meanwhile stays', async () => {
  const [van, sink] = [await upload('van.png', '#102030'), await upload('sink.png', '#405060')]
  await lake.client.create({_id: 'drafts.new', _type: 'page', title: 'New', picture: showing(van)})
  expect(await deletePictures(lake.client, [van, sink])).toBe(1)
  expect((await pictures()).map(({id}) => id)).toEqual([van])
})

test('a viewer deletes no picture', async () => {
  const sink = await upload('sink.png', '#405060')
  const viewer = lake.client.withConfig({token: lake.token('viewer')})
  await expect(deletePictures(viewer, [sink])).rejects.toMatchObject({statusCode: 403})
  expect(await pictures()).toHaveLength(1)
})

test('what is no picture that can be shown is left out', () => {
  const image = {_id: 'image-a', url: 'https://cdn.example/a.png', usedBy: null}
  expect(readPictures([image, {...image, url: 'javascript:alert(1)'}, null, {}])).toMatchObject([
    {id: 'image-a', name: 'Without a name', about: '', uses: []},
  ])
  expect(readPictures(undefined)).toEqual([])
})
