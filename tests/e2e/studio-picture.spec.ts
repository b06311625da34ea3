import {expect} from 'playwright/test'
import sharp from 'sharp'
import {removeDocuments} from '#tests/support/policies.ts'
import {redAboveBlue} from '#tests/support/red-above-blue.ts'
import {contentClient, services} from '#tests/support/services.ts'
import {test} from '#tests/support/studio.ts'

const at = (path: string) => `${services().site.url}${path}`
const studioAt = (path: string) => `${services().studio.url}${path}`

test('a picture is uploaded, and what matters in it stays in view', async ({signIn, request}) => {
  test.slow()
  const client = contentClient()
  const forget = async () => {
    await removeDocuments('*[_id == "drafts.siteSettings"]')
    await client.patch('siteSettings').unset(['shareImage']).commit()
  }
  await forget()
  const studio = await signIn()
  const draft = () => client.fetch('*[_id == "drafts.siteSettings"][0].shareImage')
  const {page} = studio

  await test.step('it needs words before it can be published', async () => {
    await page.goto(studioAt('/structure/siteSettings'))
    await studio.ready()
    const buffer = await redAboveBlue()
    // The Studio lets go of a file that is chosen while it still joins the editing session, sooner than a person could.
    await expect(async () => {
      await page
        .getByTestId('file-button-input')
        .setInputFiles({name: 'van.png', mimeType: 'image/png', buffer})
      await expect
        .poll(draft, {timeout: 5_000})
        .toMatchObject({asset: {_ref: expect.stringMatching(/^image-.*-1200x2000-png$/)}})
    }).toPass()
    await expect(studio.publishButton).toBeDisabled()
    await studio.text('shareImage.alt').fill('A red field above a blue one')
    await expect(studio.publishButton).toBeEnabled()
  })

  await test.step('the hotspot is made smaller and moved down', async () => {
    await page.getByTestId('options-menu-edit-details').click()
    const dialog = page.getByRole('dialog')
    const picture = dialog.locator('svg[data-handle="crop"]')
    await expect(picture).toBeVisible()
    const {x, y, width, height} = (await picture.boundingBox()) ?? {x: 0, y: 0, width: 0, height: 0}
    const drag = async (from: [number, number], to: [number, number]) => {
      await page.mouse.move(x + width * from[0], y + height * from[1])
      await page.mouse.down()
      await page.mouse.move(x + width * to[0], y + height * to[1], {steps: 10})
      await page.mouse.up()
    }
    // Its handle sits where the ellipse meets the diagonal of its frame.
    const onDiagonal = 0.5 + 0.5 * Math.SQRT1_2
    await drag([onDiagonal, onDiagonal], [0.6, 0.6])
    await expect.poll(async () => (await draft()).hotspot?.height).toBeLessThan(0.5)
    await drag([0.5, 0.5], [0.5, 0.8])
    await expect.poll(async () => (await draft()).hotspot?.y).toBeGreaterThan(0.7)
    await page.keyboard.press('Escape')
    await expect(dialog).toBeHidden()
  })

  await test.step('shared links show it, from this site, cut around the hotspot', async () => {
    await studio.publish()
    let address = ''
    await expect(async () => {
      const html = await (await request.get(at('/privacy'))).text()
      address = /<meta property="og:image" content="([^"]+)"/.exec(html)?.[1]?.replaceAll('&amp;', '&') ?? ''
      expect(address.startsWith(at('/media/'))).toBe(true)
      expect(html).toContain('<meta property="og:image:alt" content="A red field above a blue one"')
    }).toPass()
    const answer = await request.get(address)
    expect(answer.headers()).toMatchObject({
      'content-type': 'image/jpeg',
      'cache-control': 'public, max-age=31536000, immutable',
    })
    const shown = sharp(await answer.body())
    expect(await shown.metadata()).toMatchObject({width: 1200, height: 630})
    const [red, , blue] = (await shown.stats()).channels
    expect(red?.mean).toBeLessThan(20)
    expect(blue?.mean).toBeGreaterThan(220)
  })
  await forget()
})
