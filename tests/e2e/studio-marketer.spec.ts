import {expect} from 'playwright/test'
import sharp from 'sharp'
import {dayIn, USUAL_TIME_ZONE} from '#lib/format/dates.ts'
import {removeDocuments} from '#tests/support/policies.ts'
import {contentClient, services} from '#tests/support/services.ts'
import {test} from '#tests/support/studio.ts'

const studioAt = (path: string) => `${services().studio.url}${path}`

/** Some days from now, where the business is. */
const day = (days: number) => dayIn(USUAL_TIME_ZONE, new Date(Date.now() + days * 86_400_000))

test('a draft is marked as ready for review, stands on Start for others, and ends with its publish', async ({
  signIn,
}) => {
  test.slow()
  const title = 'Page of a Review'
  const client = contentClient()
  await removeDocuments('*[_id match "page-of-a-review*" || _id match "drafts.page-of-a-review*"]')
  await removeDocuments('*[_type == "draftReview"]')
  const document = {_id: 'page-of-a-review', _type: 'page', title, path: '/page-of-a-review', blocks: []}
  await client
    .transaction()
    .create(document)
    .create({...document, _id: `drafts.${document._id}`, title: `${title}, changed`})
    .commit()
  const marks = () => client.fetch('*[_type == "draftReview"]{documentId}')

  const studio = await signIn()
  const note = studio.page.getByTestId('ready-for-review')
  await studio.open('page', document._id)
  await studio.act('Ready for review')
  await expect(note).toContainText('Local Editor')

  const other = await signIn('Local Viewer')
  await other.page.goto(studioAt('/start'))
  const listed = other.page.getByTestId('ready-for-review')
  await expect(listed).toContainText('Local Editor')
  await listed.getByRole('link', {name: new RegExp(title)}).click()
  await expect(other.page.getByTestId('ready-for-review')).toContainText('This draft is ready for review')

  await test.step('the same action takes it back', async () => {
    await studio.act('Not ready for review yet')
    await expect(note).toBeHidden()
    await expect.poll(marks).toEqual([])
    await studio.act('Ready for review')
    await expect(note).toBeVisible()
  })

  await test.step('a publish leaves nothing of it', async () => {
    await studio.publish()
    await expect(note).toBeHidden()
    await expect.poll(marks).toEqual([])
    expect(Object.keys((await client.getDocument(document._id)) ?? {})).not.toContain('review')
  })
  await removeDocuments('*[_id in [$id, "drafts." + $id]]', {id: document._id})
})

test('a page whose day has not come is not on the site, and Start says when it comes', async ({
  signIn,
  request,
}) => {
  const client = contentClient()
  const sale = {
    _id: 'page-of-a-day',
    _type: 'page',
    title: 'Page of a Day',
    path: '/page-of-a-day',
    blocks: [],
  }
  await removeDocuments('*[_id in [$id, "drafts." + $id]]', {id: sale._id})
  await client.create({...sale, firstDay: day(2)})
  const get = (path: string) => request.get(`${services().site.url}${path}`, {maxRedirects: 0})
  const status = async (path: string) => (await get(path)).status()
  const isListed = async (list: string) => (await (await get(list)).text()).includes(sale.path)
  const lists = () => Promise.all(['/sitemap.xml', '/llms.txt'].map(isListed))

  const studio = await signIn()
  await studio.page.goto(studioAt('/start'))
  await expect(studio.page.getByTestId('coming-days')).toContainText('Page of a Day')
  await expect.poll(() => Promise.all([sale.path, `${sale.path}.md`].map(status))).toEqual([404, 404])
  expect(await lists()).toEqual([false, false])

  await client
    .patch(sale._id)
    .set({firstDay: day(-1), lastDay: day(2)})
    .commit()
  await expect.poll(() => Promise.all([sale.path, `${sale.path}.md`].map(status))).toEqual([200, 200])
  await expect.poll(lists).toEqual([true, true])

  await client
    .patch(sale._id)
    .set({lastDay: day(-1)})
    .commit()
  await expect.poll(() => Promise.all([sale.path, `${sale.path}.md`].map(status))).toEqual([404, 404])
  await expect.poll(lists).toEqual([false, false])
  await removeDocuments('*[_id == $id]', {id: sale._id})
})

test('pictures are listed with where they are used, and those that nothing uses are deleted', async ({
  signIn,
}) => {
  const client = contentClient()
  const page = {
    _id: 'page-of-a-picture',
    _type: 'page',
    title: 'Page of a Picture',
    path: '/page-of-a-picture',
  }
  await removeDocuments('*[_id == $id]', {id: page._id})
  const upload = async (filename: string, background: string) => {
    const bytes = await sharp({create: {width: 400, height: 250, channels: 3, background}})
      .png()
      .toBuffer()
    return (await client.assets.upload('image', bytes, {filename}))._id
  }
  const [used, unused] = [
    await upload('used-on-a-page.png', '#123a5a'),
    await upload('used-nowhere.png', '#5a3a12'),
  ]
  await client.create({...page, blocks: [], seo: {picture: {asset: {_type: 'reference', _ref: used}}}})

  const studio = await signIn()
  const tools = studio.page.getByTestId('studio-navbar')
  await tools.getByRole('link', {name: 'Pictures', exact: true}).click()
  const list = studio.page.getByRole('list', {name: 'Pictures'})
  const of = (name: string) => list.locator('> li').filter({hasText: name})
  await expect(of('used-on-a-page.png').getByRole('link', {name: /Page of a Picture/})).toBeVisible()
  await expect(of('used-on-a-page.png').getByRole('button', {name: 'Delete'})).toBeHidden()
  await expect(of('used-on-a-page.png').locator('img')).toHaveJSProperty('complete', true)

  await of('used-nowhere.png').getByRole('button', {name: 'Delete'}).click()
  await studio.page.getByRole('dialog').getByRole('button', {name: 'Delete'}).click()
  await expect(of('used-nowhere.png')).toBeHidden()
  expect(await client.getDocument(unused)).toBeUndefined()

  await of('used-on-a-page.png')
    .getByRole('link', {name: /Page of a Picture/})
    .click()
  await expect(studio.page).toHaveURL(new RegExp(page._id))
  await removeDocuments('*[_id in [$id, $used]]', {id: page._id, used})
})
