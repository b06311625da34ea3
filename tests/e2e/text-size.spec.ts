import {type Browser, expect, type Page, test} from 'playwright/test'
import {beyondSides, brokenWords} from '#tests/support/audit-page.ts'
import {buyPaidOrder, type RunningShop, runningShop} from '#tests/support/shop/running-shop.ts'
import {sitePaths} from '#tests/support/site.ts'

let shop: RunningShop

test.beforeAll(() => {
  shop = runningShop()
})
test.afterAll(() => shop.close())

/**
 * How people read who see badly. 320 CSS pixels are a desktop magnified to 400 % (WCAG 2.2, 1.4.10); the size of text is the
 * reader's own setting of the browser, in pixels, initially 16 (1.4.4).
 */
const READERS = [
  {name: 'on 320 pixels', width: 320, textSize: 16},
  {name: 'on a phone with text at twice its size', width: 390, textSize: 32},
  {name: 'on a desktop with text at twice its size', width: 1280, textSize: 32},
]

type Reader = (typeof READERS)[number]

async function openAs({width, textSize}: Reader, browser: Browser): Promise<Page> {
  const context = await browser.newContext({viewport: {width, height: 844}, javaScriptEnabled: false})
  const page = await context.newPage()
  const devtools = await context.newCDPSession(page)
  await devtools.send('Page.setFontSizes', {fontSizes: {standard: textSize, fixed: textSize}})
  return page
}

/** Nothing has to be moved sideways to be read, and no word is cut. */
async function expectToFit(page: Page, {textSize}: Reader, what: string): Promise<void> {
  await test.step(what, async () => {
    expect(await page.evaluate(() => getComputedStyle(document.documentElement).fontSize)).toBe(
      `${textSize}px`,
    )
    expect(await beyondSides(page)).toEqual([])
    expect(await brokenWords(page)).toEqual([])
  })
}

for (const reader of READERS) {
  test(`every page fits ${reader.name}`, async ({browser, request}) => {
    const page = await openAs(reader, browser)
    for (const path of [
      ...(await sitePaths(request)),
      '/there-is-no-such-page',
      '/checkout/lifetime-access',
    ]) {
      await page.goto(shop.siteUrl + path)
      await expectToFit(page, reader, path)
    }
    await page.context().close()
  })

  test(`every form and what it leads to fits ${reader.name}`, async ({browser}) => {
    const page = await openAs(reader, browser)
    const fits = (what: string) => expectToFit(page, reader, what)

    await page.goto(`${shop.siteUrl}/contact`)
    await page.getByRole('button', {name: 'Send'}).click()
    await page.getByRole('alert').waitFor()
    await fits('a message with something missing')
    await page.goto(`${shop.siteUrl}/contact/sent`)
    await fits('a message that was sent')

    const {sessionId, setupUrl} = await buyPaidOrder(shop)
    await page.goto(`${shop.siteUrl}/checkout/thanks?session_id=${sessionId}`)
    await expect(page.getByRole('heading', {name: 'What happens next'})).toBeVisible()
    await fits('an order that is paid')
    await page.goto(`${shop.siteUrl}/checkout/thanks?session_id=none`)
    await fits('an order that is not found')

    await page.goto(setupUrl)
    await fits('the beginning of the set-up')
    await page.getByRole('button', {name: 'Open the form'}).click()
    for (const calendar of ['Google Calendar', 'Outlook Calendar', 'Another calendar']) {
      await page.getByLabel(calendar, {exact: true}).check()
      await fits(`the set-up form for ${calendar}`)
    }
    await page.getByRole('button', {name: 'Send the form'}).click()
    await page.getByRole('alert').waitFor()
    await fits('a set-up form with something missing')
    await page.context().close()
  })
}
