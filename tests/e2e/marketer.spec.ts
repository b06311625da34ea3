import {expect} from 'playwright/test'
import sharp from 'sharp'
import {removeDocuments} from '#tests/support/policies.ts'
import {redAboveBlue} from '#tests/support/red-above-blue.ts'
import {contentClient, services} from '#tests/support/services.ts'
import {PageBuilder, test} from '#tests/support/studio.ts'

const TITLE = 'Winter Check of a Journey'
const PATH = '/winter-check'
const NEW_PATH = '/services/winter-check'

const at = (path: string) => `${services().site.url}${path}`

/** Takes the page of this journey, its redirect and its place in the menu away. */
async function forget(): Promise<void> {
  const client = contentClient()
  await removeDocuments('*[_id == "drafts.siteSettings"]')
  await client.patch('siteSettings').unset(['navigation[label == "Winter"]']).commit()
  await removeDocuments('*[_type == "redirect" && path in $paths]', {paths: [PATH, NEW_PATH]})
  await removeDocuments('*[_type == "page" && title == $title]', {title: TITLE})
}

test.beforeEach(forget)
test.afterEach(forget)

test('a marketer builds a page, publishes it, moves it, and gives it a picture', async ({
  signIn,
  page,
  request,
}) => {
  test.setTimeout(8 * 60_000)
  const client = contentClient()
  const studio = await signIn()
  const builder = new PageBuilder(studio)
  const draft = () => client.getDocument(`drafts.${studio.openId}`)

  await test.step('a page of five blocks is built', async () => {
    await builder.begin('Make a page that sells')
    await builder.fill({title: TITLE, path: PATH})
    for (const [entry, heading] of [
      ['Opening', 'Pipes that survive the frost'],
      ['Features', 'What we look at'],
      ['Steps', 'How it goes'],
      ['Call to action', 'Before the first frost'],
    ] as const) {
      const form = await builder.open(entry)
      await form
        .getByTestId(/^field-blocks\[_key=="[^"]+"\]\.title$/)
        .getByTestId('string-input')
        .fill(heading)
      await builder.close()
    }
    const form = await builder.add('Questions and answers')
    await form
      .getByTestId(/\.title$/)
      .getByTestId('string-input')
      .fill('What people ask')
    await builder.close()
    await expect.poll(draft).toMatchObject({
      path: PATH,
      blocks: [
        {_type: 'hero', title: 'Pipes that survive the frost'},
        {_type: 'features'},
        {_type: 'steps'},
        {_type: 'callToAction', title: 'Before the first frost'},
        {_type: 'faq', title: 'What people ask'},
      ],
    })
  })
  const id = studio.openId

  await test.step('it is seen live beside its form before anybody else sees it', async () => {
    await studio.page.goto(`${services().studio.url}/presentation/page/${id}?preview=${PATH}`)
    const preview = studio.page.frameLocator('iframe')
    await expect(preview.getByRole('heading', {level: 1})).toContainText('Pipes that survive', {
      timeout: 60_000,
    })
    await studio.text('title').fill(`${TITLE}`)
    await studio.clickToEdit(preview.getByRole('heading', {level: 1}))
    const heading = studio.page
      .getByTestId(/^field-blocks\[_key=="opening"\]\.title$/)
      .getByTestId('string-input')
    await heading.fill('Pipes that survive any frost')
    await expect(preview.getByRole('heading', {level: 1})).toContainText('Pipes that survive any frost')
    expect((await request.get(at(PATH))).status()).toBe(404)
  })

  await test.step('once published it is at its address and in the sitemap', async () => {
    await studio.open('page', id)
    await studio.publish()
    await expect.poll(async () => (await page.goto(at(PATH)))?.status(), {timeout: 30_000}).toBe(200)
    await expect(page.getByRole('heading', {level: 1})).toHaveText('Pipes that survive any frost')
    expect(await (await request.get(at('/sitemap.xml'))).text()).toContain(`${at(PATH)}</loc>`)
  })

  const menu = page.getByRole('navigation', {name: 'Main'}).getByRole('link', {name: 'Winter'})
  await test.step('it is put into the menu', async () => {
    const link = await builder.addToSettings('navigation', 'navigation')
    await link
      .getByTestId(/\.label$/)
      .getByTestId('string-input')
      .fill('Winter')
    await link.getByRole('radio', {name: 'A page of this site'}).check()
    await builder.refer(link, TITLE)
    await builder.close()
    const entry = '*[_id == "drafts.siteSettings"][0].navigation[label == "Winter"][0].document._ref'
    await expect.poll(() => client.fetch(entry)).toBe(id)
    const published = '*[_id == "siteSettings"][0].navigation[label == "Winter"][0].document._ref'
    await studio.publish()
    await expect.poll(() => client.fetch(published)).toBe(id)
    await expect(async () => {
      await page.goto(at('/'))
      await expect(menu).toHaveAttribute('href', PATH, {timeout: 500})
    }).toPass({timeout: 30_000})
  })

  await test.step('it is moved, the old address leads to it, and the menu follows', async () => {
    await studio.open('page', id)
    await builder.fill({path: NEW_PATH})
    await expect.poll(draft).toMatchObject({path: NEW_PATH})
    await expect(studio.publishButton).toBeEnabled()
    await studio.publishButton.click()
    await studio.page.getByTestId('publish-with-redirect').click()
    await expect(studio.publishButton).toBeDisabled()
    await expect
      .poll(async () => {
        const answer = await request.get(at(PATH), {maxRedirects: 0})
        return [answer.status(), answer.headers().location]
      })
      .toEqual([308, NEW_PATH])
    await page.goto(at(PATH))
    await expect(page).toHaveURL(at(NEW_PATH))
    await expect(page.getByRole('heading', {level: 1})).toHaveText('Pipes that survive any frost')
    await expect(menu).toHaveAttribute('href', NEW_PATH)
  })

  await test.step('a picture gets a hotspot, and a phone shows what matters', async () => {
    await studio.open('page', id)
    const form = await builder.add('Text with picture')
    await form
      .getByTestId(/\.title$/)
      .getByTestId('string-input')
      .fill('A sound joint')
    const buffer = await redAboveBlue()
    const picture = () =>
      client.fetch('*[_id == $id][0].blocks[_type == "textWithPicture"][0]', {id: `drafts.${id}`})
    // A form that is rendered anew or closed while a picture is on its way gives the picture up.
    await expect(async () => {
      await form
        .getByTestId('file-button-input')
        .setInputFiles({name: 'joint.png', mimeType: 'image/png', buffer})
      await expect
        .poll(picture, {timeout: 5_000})
        .toMatchObject({picture: {asset: {_ref: expect.stringMatching(/1200x2000/)}}})
    }).toPass()
    await form
      .getByTestId(/\.picture\.alt$/)
      .getByTestId('string-input')
      .fill('A red field above a blue one')
    await builder.close()
    const {_key} = await picture()
    const hotspot = {_type: 'sanity.imageHotspot', x: 0.5, y: 0.8, width: 0.3, height: 0.2}
    await client
      .patch(`drafts.${id}`)
      .set({[`blocks[_key=="${_key}"].picture.hotspot`]: hotspot})
      .commit()
    await studio.publish()

    await page.setViewportSize({width: 375, height: 800})
    const shown = page.getByRole('img', {name: 'A red field above a blue one'})
    await expect(async () => {
      await page.goto(at(NEW_PATH))
      await expect(shown).toHaveCount(1, {timeout: 500})
    }).toPass({timeout: 30_000})
    await shown.scrollIntoViewIfNeeded()
    await expect
      .poll(() => shown.evaluate((image: HTMLImageElement) => image.naturalWidth))
      .toBeGreaterThan(0)
    const address = await shown.evaluate((image: HTMLImageElement) => image.currentSrc)
    expect(address.startsWith(at('/media/'))).toBe(true)
    const {width} = (await shown.boundingBox()) ?? {width: 0}
    const answer = await request.get(address, {headers: {accept: 'image/avif,image/webp,image/*'}})
    const stats = await sharp(await answer.body()).stats()
    const [red, , blue] = stats.channels
    expect(red?.mean).toBeLessThan(20)
    expect(blue?.mean).toBeGreaterThan(220)
    expect(Number(new URL(address).searchParams.get('w'))).toBeLessThan(width * 2)
  })
})
