import {readFileSync} from 'node:fs'
import {join} from 'node:path'
import {parseEnv} from 'node:util'
import {brotliCompressSync} from 'node:zlib'
import {sql} from 'drizzle-orm'
import {type BrowserContext, expect, type Page, test} from 'playwright/test'
import {connectDatabase, type DatabaseConnection} from '#lib/db/database.ts'
import {consentChoices} from '#lib/db/schema.ts'
import {type GoogleTag, startGoogleTag} from '#tests/support/google-tag.ts'
import {exchange} from '#tests/support/http.ts'
import {contentClient, services, stackBuild, stackFolder} from '#tests/support/services.ts'
import {announceTo, siteHook} from '#tests/support/site.ts'
import {SiteProcess} from '#tests/support/site-process.ts'

/** §2 and §5: analytics is loaded after a yes and not before; a no is as easy as a yes, and taking a yes back removes it all. */

const ID = 'G-TEST1234'
const PAGES = ['/', '/pricing', '/about', '/contact', '/privacy', '/terms']
const MAX_ADDED_BYTES = 1_229

let tag: GoogleTag
let site: SiteProcess
let at: (path: string) => string
let database: DatabaseConnection
let bytesBefore: number[]

test.describe.configure({mode: 'serial'})

test.beforeAll(async () => {
  tag = await startGoogleTag()
  database = connectDatabase(services().postgres.url, {max: 2})
  const {SITE_URL: _, ...ofStack} = parseEnv(readFileSync(join(stackFolder(), 'env'), 'utf8'))
  site = await SiteProcess.prepare({
    name: 'analytics',
    build: stackBuild(),
    env: {...ofStack, GOOGLE_TAG_HOST: tag.url},
    logFolder: join(stackFolder(), 'logs'),
  })
  // A name with one above it, for which cookies may be set as well.
  const url = `http://www.plumber.localhost:${new URL(site.url).port}`
  at = (path) => `${url}${path}`
  await site.start({SITE_URL: url})
  // Every page is made anew, so that what other tests changed before is on none or on all of those that are compared.
  await setMeasurementId(undefined)
  bytesBefore = await bytesOfPages()
  await setMeasurementId(ID)
})
test.beforeEach(async () => {
  tag.asked.length = 0
  await database.db.execute(sql`truncate consent_choices`)
})
test.afterAll(async () => {
  await setMeasurementId(undefined)
  await site.remove()
  await database.close()
  await tag.close()
})

/** Publishes the site settings with an id or without one, and tells the site. */
async function setMeasurementId(id: string | undefined): Promise<void> {
  const patch = contentClient().patch('siteSettings')
  await (id === undefined ? patch.unset(['measurementId']) : patch.set({measurementId: id})).commit()
  const {secret} = await siteHook()
  await announceTo(site.url, {_id: 'siteSettings', _type: 'siteSettings'}, secret)
}

async function bytesOfPages(): Promise<number[]> {
  const answers = await Promise.all(
    PAGES.map((path) => exchange(`${site.url}${path}`, {headers: {'accept-encoding': 'br'}})),
  )
  return answers.map(({body}) => body.length)
}

const banner = (page: Page) => page.getByRole('region', {name: 'May we count your visit?'})
const reports = () => tag.asked.filter((path) => path.startsWith('/g/collect'))
const recorded = () => database.db.select().from(consentChoices)
const cookieNames = async (context: BrowserContext) => (await context.cookies()).map(({name}) => name).sort()

async function accept(page: Page): Promise<void> {
  await page.goto(at('/pricing'))
  await banner(page).getByRole('button', {name: 'Accept'}).click()
  await expect(page.getByRole('status')).toContainText('Analytics is on')
  await expect.poll(reports).toHaveLength(1)
}

test('before an answer nothing is loaded and nothing is stored', async ({page, context}) => {
  for (const path of PAGES) {
    await page.goto(at(path))
    await expect(banner(page)).toBeVisible()
  }
  expect(tag.asked).toEqual([])
  expect(await context.cookies()).toEqual([])
  expect(await page.evaluate(() => localStorage.length + sessionStorage.length)).toBe(0)
  expect(await recorded()).toEqual([])
})

test('a no is kept, recorded without an address, and not asked for again', async ({page, context}) => {
  await page.goto(at('/'))
  await banner(page).getByRole('button', {name: 'Reject'}).click()
  await expect(page.getByRole('status')).toContainText('Analytics stays off')
  await page.getByRole('button', {name: 'Hide'}).click()
  await expect(banner(page)).toBeHidden()
  await expect(page.getByRole('main')).toBeFocused()
  await page.goto(at('/pricing'))
  await expect(page.getByRole('heading', {level: 1})).toBeVisible()
  await expect(banner(page)).toBeHidden()
  expect(tag.asked).toEqual([])
  expect(await cookieNames(context)).toEqual(['__Host-consent'])
  const [row, ...others] = await recorded()
  expect(others).toEqual([])
  expect(Object.keys(row ?? {}).sort()).toEqual(['answer', 'at', 'gpc', 'id', 'question'])
  expect(row).toMatchObject({answer: 'no', gpc: false})
})

test('a yes, by keyboard alone, loads the tag with all advertising denied, for six months', async ({
  page,
  context,
}) => {
  await page.goto(at('/pricing'))
  await banner(page).getByRole('link').focus()
  await page.keyboard.press('Tab')
  await expect(page.getByRole('button', {name: 'Accept'})).toBeFocused()
  await page.keyboard.press('Enter')
  await expect(page.getByRole('status')).toContainText('Analytics is on')
  await expect(page.getByRole('button', {name: 'Hide'})).toBeFocused()
  await expect.poll(reports).toHaveLength(1)
  const consent = new URLSearchParams(reports()[0]?.split('?')[1]).get('consent')
  expect(JSON.parse(consent ?? '[]')).toEqual([
    {
      ad_storage: 'denied',
      ad_user_data: 'denied',
      ad_personalization: 'denied',
      analytics_storage: 'granted',
    },
  ])
  const own = (await context.cookies()).find(({name}) => name === '__Host-consent')
  const days = ((own?.expires ?? 0) - Date.now() / 1000) / 86_400
  expect(Math.round(days)).toBe(180)
  expect(own).toMatchObject({secure: true, sameSite: 'Lax', domain: 'www.plumber.localhost'})

  await page.goto(at('/about'))
  await expect.poll(() => reports().filter((path) => path.includes('page_view'))).toHaveLength(2)
  expect(await recorded()).toMatchObject([{answer: 'yes', gpc: false}])
})

test('taking a yes back removes the cookies of every domain, and nothing is sent from then on', async ({
  page,
  context,
}) => {
  await accept(page)
  expect(await cookieNames(context)).toEqual(['__Host-consent', '_ga', '_ga_TEST1234'])
  await page.goto(at('/cookies'))
  await expect(page.getByText('Analytics is on: you accepted it.')).toBeVisible()
  await expect.poll(() => reports().filter((path) => path.includes('page_view'))).toHaveLength(2)
  const before = tag.asked.length
  await page.getByRole('button', {name: 'Turn it off'}).click()
  await expect(page.getByText('Analytics is off: you rejected it.')).toBeVisible()
  expect(await cookieNames(context)).toEqual(['__Host-consent'])
  await page.goto(at('/pricing'))
  await page.goBack()
  await page.goBack()
  await expect(page.getByRole('heading', {level: 1})).toBeVisible()
  expect(tag.asked.slice(before)).toEqual([])
  expect((await recorded()).map(({answer}) => answer).sort()).toEqual(['no', 'yes'])
})

test.describe('with Global Privacy Control', () => {
  test.use({extraHTTPHeaders: {'sec-gpc': '1'}})

  test('nothing is asked, the page of cookies says why, and even a yes that is sent counts as a no', async ({
    page,
    context,
  }) => {
    await page.addInitScript(() =>
      Object.defineProperty(Navigator.prototype, 'globalPrivacyControl', {get: () => true}),
    )
    await page.goto(at('/pricing'))
    await expect(banner(page)).toBeHidden()
    await page.goto(at('/cookies'))
    await expect(page.getByRole('main')).toContainText(
      'Your browser sends Global Privacy Control. We honour it',
    )
    await expect(page.getByRole('main').getByRole('button')).toHaveCount(0)
    const question = await page.locator('#consent input[name=question]').getAttribute('value')
    await page.evaluate(
      (question) =>
        fetch('/api/consent', {
          method: 'POST',
          body: new URLSearchParams({question: question ?? '', answer: 'yes'}),
        }),
      question,
    )
    expect(await recorded()).toMatchObject([{answer: 'no', gpc: true}])
    await page.goto(at('/pricing'))
    expect(tag.asked).toEqual([])
    expect(await cookieNames(context)).toEqual(['__Host-consent'])
  })
})

test.describe('without scripts', () => {
  test.use({javaScriptEnabled: false})

  test('nothing is asked, and the form on the page of cookies works all the same', async ({page}) => {
    await page.goto(at('/pricing'))
    await expect(banner(page)).toBeHidden()
    await page.getByRole('link', {name: 'Cookie choices'}).click()
    await expect(page.locator('noscript p')).toContainText('nothing is loaded, whatever you choose')
    await page.getByRole('button', {name: 'Reject'}).click()
    await expect(page).toHaveURL(at('/cookies'))
    await expect(page.getByText('Analytics is off: you rejected it.')).toBeVisible()
    expect(await recorded()).toMatchObject([{answer: 'no'}])
    expect(tag.asked).toEqual([])
  })
})

test('with cookies blocked the page breaks nowhere', async ({page, context}) => {
  const errors: string[] = []
  page.on('pageerror', ({message}) => errors.push(message))
  const browser = await context.newCDPSession(page)
  await browser.send('Emulation.setDocumentCookieDisabled', {disabled: true})
  await page.goto(at('/pricing'))
  await banner(page).getByRole('button', {name: 'Reject'}).click()
  await expect(page.getByRole('status')).toContainText('Analytics stays off')
  expect(errors).toEqual([])
  expect(tag.asked).toEqual([])
})

test('Accept and Reject weigh the same', async ({page}) => {
  for (const width of [320, 1280]) {
    await page.setViewportSize({width, height: 800})
    await page.goto(at('/'))
    const looks = await banner(page)
      .getByRole('button')
      .evaluateAll((buttons) =>
        buttons.map((button) => {
          const {width, height, top} = button.getBoundingClientRect()
          const {color, backgroundColor, borderColor, fontSize, fontWeight} = getComputedStyle(button)
          return {width, height, top, color, backgroundColor, borderColor, fontSize, fontWeight}
        }),
      )
    expect(looks).toHaveLength(2)
    expect(looks[0]).toEqual(looks[1])
  }
})

test('the question is part of the page and lies over nothing', async ({page}) => {
  await page.goto(at('/'))
  await expect(banner(page)).toBeVisible()
  expect(await banner(page).evaluate((element) => getComputedStyle(element).position)).toBe('static')
})

test('an answer to another question is no answer', async ({page, context}) => {
  await context.addCookies([
    {
      name: '__Host-consent',
      value: `00000000.yes.${crypto.randomUUID()}`,
      url: at('/').replace('http:', 'https:'),
    },
  ])
  await page.goto(at('/pricing'))
  await expect(banner(page)).toBeVisible()
  expect(tag.asked).toEqual([])
})

test('another site cannot answer for a visitor', async () => {
  const {status} = await exchange(`${site.url}/api/consent`, {
    method: 'POST',
    body: 'question=00000000&answer=yes',
    headers: {
      origin: 'https://evil.example',
      'sec-fetch-site': 'cross-site',
      'content-type': 'application/x-www-form-urlencoded',
    },
  })
  expect(status).toBe(403)
  expect(await recorded()).toEqual([])
})

test('no page of a client, whose address may be a secret, asks or loads anything', async () => {
  for (const path of ['/setup', '/checkout/thanks']) {
    const {body, headers} = await exchange(`${site.url}${path}`)
    expect(body.toString()).not.toContain('consent-1.js')
    expect(headers['content-security-policy']).not.toContain(tag.url)
  }
})

test('the question and its script add at most 1.2 KB to a page', async () => {
  const script = readFileSync(join(import.meta.dirname, '../../public/consent-1.js'))
  const after = await bytesOfPages()
  const added = after.map(
    (bytes, index) => bytes - (bytesBefore[index] ?? 0) + brotliCompressSync(script).length,
  )
  expect(Math.max(...added)).toBeLessThanOrEqual(MAX_ADDED_BYTES)
})

test('without an id no page holds a script or names a host of Google’s', async () => {
  await setMeasurementId(undefined)
  for (const path of PAGES) {
    const {body, headers} = await exchange(`${site.url}${path}`)
    expect(body.toString()).not.toMatch(/id="consent"|<script src/)
    expect(headers['content-security-policy']).not.toMatch(/google|127\.0\.0\.1/)
  }
  expect(await bytesOfPages()).toEqual(bytesBefore)
})
