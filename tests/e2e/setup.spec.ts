import {eq} from 'drizzle-orm'
import {expect, type Locator, type Page, test} from 'playwright/test'
import {serviceFields} from '#lib/db/schema.ts'
import {resendSetupLink} from '#lib/orders/owner-actions.ts'
import {findOrder} from '#lib/orders/store.ts'
import {SETUP_FIELDS} from '#lib/setup/fields.ts'
import {eventually} from '#tests/support/eventually.ts'
import {buyPaidOrder, type RunningShop, runningShop, setupLinkOf} from '#tests/support/shop/running-shop.ts'

let shop: RunningShop

test.beforeAll(() => {
  shop = runningShop()
})
test.afterAll(() => shop.close())

// The form needs no scripts, and in production its pages have none.
test.use({javaScriptEnabled: false})

const CREDENTIAL = 'correct-horse-battery-staple'

const savePart = (page: Page, part: string) => page.getByRole('button', {name: `Save “${part}”`})
const sendForm = (page: Page) => page.getByRole('button', {name: 'Send the form'})
const field = (within: Page | Locator, label: string) => within.getByLabel(label, {exact: true})
const day = (page: Page, name: string) => page.getByRole('group', {name, exact: true})

/** Each day after Monday, and what is picked for it. */
const OTHER_DAYS = [
  ['Tuesday', 'As on Monday'],
  ['Wednesday', 'As on Tuesday'],
  ['Thursday', 'As on Wednesday'],
  ['Friday', 'As on Thursday'],
  ['Saturday', 'Open day and night'],
  ['Sunday', 'Closed'],
] as const

/** Saves one part; the status of the answer to the form, before the browser follows it. */
async function save(page: Page, part: string): Promise<number> {
  const answered = page.waitForResponse((answer) => answer.request().method() === 'POST')
  await savePart(page, part).click()
  const status = (await answered).status()
  await page.waitForLoadState()
  return status
}

async function openForm(page: Page, setupUrl: string): Promise<void> {
  await page.goto(setupUrl)
  await page.getByRole('button', {name: 'Open the form'}).click()
  await expect(page.getByRole('heading', {name: 'Tell us how you work'})).toBeVisible()
}

async function fillIn(page: Page): Promise<void> {
  await field(page, 'Name that customers know').fill('Pipes & Sons')
  await field(page, 'Phone number that customers call').fill('(415) 555-2671')
  await field(page, 'Services that you offer').fill('Drain cleaning\nWater heaters')
  await field(page, 'Towns, ZIP codes or distance').fill('Oakland, Berkeley')
  await field(page, 'Pacific').check()
  const monday = day(page, 'Monday')
  await field(monday, 'Opens').selectOption('8:00 am')
  await field(monday, 'Closes').selectOption('5:00 pm')
  for (const [name, words] of OTHER_DAYS) {
    await field(day(page, name), 'Opens').selectOption(words)
    await expect(field(day(page, name), 'Closes')).toBeHidden()
  }
  await field(page, 'Yes, day and night').check()
  await page.getByLabel('What counts as an emergency').fill('A burst pipe is called through at once.')
  await field(page, 'What should the assistant ask?').fill('Is the water turned off?')
  await field(page, 'Another calendar').check()
  await field(page, 'Which calendar is it?').fill('iCloud')
  await field(page, 'User name').fill('jobs@pipes.example')
  await field(page, 'App password').fill(CREDENTIAL)
}

async function keptFields(orderId: string): Promise<string[]> {
  const rows = await shop.db.select().from(serviceFields).where(eq(serviceFields.orderId, orderId))
  return rows.map(({field}) => field).sort()
}

test('the form is filled in over two sittings and then sent', {tag: '@journey'}, async ({page, browser}) => {
  const {order, setupUrl} = await buyPaidOrder(shop)
  await openForm(page, setupUrl)
  await expect(page.getByText('0 of 7 parts complete')).toBeVisible()
  await field(page, 'Name that customers know').fill('Pipes & Sons')
  await field(page, 'Phone number that customers call').fill('(415) 555-2671')
  await field(page, 'Services that you offer').fill('Drain cleaning\nWater heaters')
  expect(await save(page, 'Your business')).toBe(303)
  await expect(page.getByRole('status')).toContainText('Saved.')
  await expect(page.getByText('1 of 7 parts complete')).toBeVisible()
  await expect(field(page, 'Towns, ZIP codes or distance')).toBeFocused()
  expect(await page.context().cookies()).toEqual([])
  await page.close()

  const later = await browser.newContext({javaScriptEnabled: false})
  const second = await later.newPage()
  await openForm(second, setupUrl)
  await expect(field(second, 'Name that customers know')).toHaveValue('Pipes & Sons')
  await expect(field(second, 'Services that you offer')).toHaveValue('Drain cleaning\nWater heaters')
  await fillIn(second)
  await save(second, 'Your calendar')
  await expect(second.getByText('Saved, and not shown again')).toBeVisible()
  await expect(second.getByLabel('App password')).toHaveValue('')
  expect(await second.content()).not.toContain(CREDENTIAL)

  await sendForm(second).click()
  const alert = second.getByRole('alert')
  await expect(alert).toContainText('2 things need another look')
  await expect(alert).toContainText('To this number: Please fill this in.')
  await field(second, 'Call').check()
  await field(second, 'To this number').fill('+1 415 555 2672')
  await sendForm(second).click()
  await expect(second.getByRole('heading', {name: 'Thank you. We have what we need.'})).toBeVisible()
  await expect(second.getByText(order.id)).toBeVisible()

  const required = [...SETUP_FIELDS]
    .filter(([, {required: isRequired, onlyWhen}]) => isRequired && onlyWhen === undefined)
    .map(([name]) => name)
  expect(await keptFields(order.id)).toEqual(expect.arrayContaining(required))
  expect((await findOrder(shop.db, order.id))?.detailsAt).toBeInstanceOf(Date)
  const mails = await eventually(
    () => shop.inbox.about(order.id),
    (found) => found.some(({subject}) => subject.includes('the set-up form is in')),
  )
  expect(mails.map(({text, html}) => text + html).join()).not.toContain(CREDENTIAL)

  await second.goto(setupUrl)
  await second.getByRole('button', {name: 'Open the form'}).click()
  await expect(second.getByRole('heading', {name: 'Your set-up form is in'})).toBeVisible()
  await later.close()
})

test('what is wrong keeps what was typed, and leads to the field', async ({page}) => {
  const {order, setupUrl} = await buyPaidOrder(shop)
  await openForm(page, setupUrl)
  await field(page, 'Name that customers know').fill('Pipes & Sons')
  await field(page, 'Website (optional)').fill('pipes')
  await field(page, 'Services that you offer').fill('Card 4242 4242 4242 4242')
  expect(await save(page, 'Your business')).toBe(422)

  const alert = page.getByRole('alert')
  await expect(alert).toContainText(
    'Services that you offer: This looks like a card number. We never need one here',
  )
  await expect(field(page, 'Website (optional)')).toHaveValue('pipes')
  await expect(field(page, 'Website (optional)')).toBeFocused()
  await expect(field(page, 'Website (optional)')).toHaveAttribute('aria-invalid', 'true')
  await expect(field(page, 'Services that you offer')).toHaveValue('Card 4242 4242 4242 4242')
  await alert.getByRole('link', {name: 'Services that you offer'}).click()
  await expect(page).toHaveURL(/#services$/)
  expect(await keptFields(order.id)).toEqual(['business_name'])

  await field(page, 'Website (optional)').fill('https://pipes.example')
  await field(page, 'Services that you offer').fill('Drain cleaning')
  await save(page, 'Your business')
  await expect(page.getByRole('status')).toContainText('Saved.')
  await expect(alert).toBeHidden()
  expect(await keptFields(order.id)).toEqual(expect.arrayContaining(['services', 'website']))
})

test('a text over the limit is said to be, and not cut', async ({page}) => {
  const {setupUrl} = await buyPaidOrder(shop)
  await openForm(page, setupUrl)
  const long = '🚿 drains\n'.repeat(1_000)
  await field(page, 'Services that you offer').fill(long)
  await field(page, 'Phone number that customers call').fill('555 0101')
  expect(await save(page, 'Your business')).toBe(422)
  const alert = page.getByRole('alert')
  await expect(alert).toContainText('Services that you offer: Please use at most 4,000 characters.')
  await expect(alert).toContainText(
    'Phone number that customers call: Please enter a phone number with its area',
  )
  await expect(field(page, 'Services that you offer')).toHaveValue(long)
})

test('what two windows type into one field is lost in neither', async ({page, context}) => {
  const {order, setupUrl} = await buyPaidOrder(shop)
  await openForm(page, setupUrl)
  const other = await context.newPage()
  await openForm(other, setupUrl)
  await field(other, 'Services that you offer').fill('Drain cleaning')
  await field(other, 'Towns, ZIP codes or distance').fill('Oakland')
  expect(await save(other, 'Your business')).toBe(303)

  await field(page, 'Services that you offer').fill('Water heaters')
  await field(page, 'Anything else (optional)').fill('Ring twice')
  expect(await save(page, 'Your business')).toBe(409)
  await expect(page.getByRole('alert')).toContainText('Services that you offer: Another window saved')
  await expect(field(page, 'Services that you offer')).toHaveValue('Water heaters')
  await expect(page.getByText('Saved by the other window: Services that you offer')).toBeVisible()
  await expect(page.getByText('Drain cleaning', {exact: true})).toBeVisible()
  // What only one of the two typed is there for both.
  await expect(field(page, 'Towns, ZIP codes or distance')).toHaveValue('Oakland')
  await expect(field(page, 'Anything else (optional)')).toHaveValue('Ring twice')
  expect(await keptFields(order.id)).toEqual(['notes', 'service_area', 'services'])

  expect(await save(page, 'Your business')).toBe(303)
  await expect(field(page, 'Services that you offer')).toHaveValue('Water heaters')
})

test('a double click, a reload and Back after a save lose nothing and send nothing again', async ({page}) => {
  const {setupUrl} = await buyPaidOrder(shop)
  await openForm(page, setupUrl)
  const services = field(page, 'Services that you offer')
  await services.fill('Drain cleaning')
  await savePart(page, 'Your business').dblclick()
  await expect(page.getByRole('status')).toContainText('Saved.')
  await expect(services).toHaveValue('Drain cleaning')

  const sent: string[] = []
  page.on('request', (request) => sent.push(request.method()))
  await page.reload()
  await expect(services).toHaveValue('Drain cleaning')
  await page.goBack()
  await expect(services).toHaveValue('Drain cleaning')
  await page.goForward()
  await expect(services).toHaveValue('Drain cleaning')
  expect(sent).not.toContain('POST')
})

test('Back leads to a form that was refused, with its words', async ({page}) => {
  const {setupUrl} = await buyPaidOrder(shop)
  await openForm(page, setupUrl)
  const website = field(page, 'Website (optional)')
  await website.fill('pipes')
  expect(await save(page, 'Your business')).toBe(422)
  await website.fill('https://pipes.example')
  expect(await save(page, 'Your business')).toBe(303)
  await page.goBack()
  await expect(page.getByRole('alert')).toContainText('Website')
  await expect(website).toHaveValue('https://pipes.example')
  // Sent from there once more, it is what is stored already.
  expect(await save(page, 'Your business')).toBe(303)
})

test('a form that is in says so however often it is sent, and shows what it lacks', async ({
  page,
  context,
}) => {
  const {setupUrl} = await buyPaidOrder(shop)
  await openForm(page, setupUrl)
  await fillIn(page)
  await field(page, 'Call').check()
  await field(page, 'To this number').fill('+1 415 555 2672')
  await save(page, 'Your calendar')
  const [twin, late] = [await context.newPage(), await context.newPage()]
  await openForm(twin, setupUrl)
  await openForm(late, setupUrl)

  await sendForm(page).dblclick()
  const thanks = 'Thank you. We have what we need.'
  await expect(page.getByRole('heading', {name: thanks})).toBeVisible()
  await page.reload()
  await expect(page.getByRole('heading', {name: thanks})).toBeVisible()
  await sendForm(twin).click()
  await expect(twin.getByRole('heading', {name: thanks})).toBeVisible()

  await field(late, 'Anything else (optional)').fill('Ring twice')
  await sendForm(late).click()
  await expect(late.getByRole('heading', {name: 'Your set-up form is in'})).toBeVisible()
  await expect(late.getByRole('definition')).toHaveText(['Ring twice'])
})

test('a form of an earlier version of the site is taken', async ({page, request}) => {
  const {order, setupUrl} = await buyPaidOrder(shop)
  const link = new URL(setupUrl).searchParams.get('link') ?? ''
  const answer = await request.post(`${shop.siteUrl}/setup`, {
    headers: {origin: shop.siteUrl, 'sec-fetch-site': 'same-origin'},
    maxRedirects: 0,
    multipart: {
      $ACTION_REF_1: '',
      '$ACTION_1:0': '{"id":"40f0","bound":"$@1"}',
      continuation: 'x'.repeat(43),
      link,
      services: 'Drain cleaning',
      intent: 'save:business',
    },
  })
  expect(answer.status()).toBe(303)
  expect(await keptFields(order.id)).toEqual(['services'])
  await openForm(page, setupUrl)
  await expect(field(page, 'Services that you offer')).toHaveValue('Drain cleaning')
})

test('a newer link takes the place of the older one, and what was typed by that is shown', async ({page}) => {
  const {order, setupUrl} = await buyPaidOrder(shop)
  await openForm(page, setupUrl)
  await resendSetupLink(shop, order.id)
  const newer = await eventually(
    () => setupLinkOf(shop, order.id),
    (link) => link !== setupUrl,
  )
  await field(page, 'Services that you offer').fill('Drain cleaning\nWater heaters')
  await field(page, 'Pacific').check()
  expect(await save(page, 'Your business')).toBe(410)
  await expect(page.getByRole('heading', {name: 'This link has been replaced'})).toBeVisible()
  await expect(page.getByRole('definition')).toHaveText(['Drain cleaning\nWater heaters', 'Pacific'])
  await openForm(page, newer)
})

test('a link that does not work offers nothing that cannot help', async ({page}) => {
  await page.goto(`${shop.siteUrl}/setup?link=${'x'.repeat(43)}`)
  await page.getByRole('button', {name: 'Open the form'}).click()
  await expect(page.getByRole('heading', {name: 'This link does not work'})).toBeVisible()
  await expect(page.getByRole('main').getByRole('button')).toHaveCount(0)
})

test('a phone shows how far the form is, wherever it is scrolled to', async ({page}) => {
  const {setupUrl} = await buyPaidOrder(shop)
  await page.setViewportSize({width: 390, height: 844})
  await openForm(page, setupUrl)
  await sendForm(page).scrollIntoViewIfNeeded()
  await expect(page.getByText('0 of 7 parts complete')).toBeInViewport()
})

test('looking at a link opens nothing, as when a mail scanner does', async ({page}) => {
  const {order, setupUrl} = await buyPaidOrder(shop)
  await openForm(page, setupUrl)
  await field(page, 'Services that you offer').fill('Drain cleaning')
  await save(page, 'Your business')
  for (const method of ['GET', 'HEAD', 'GET']) {
    const seen = await fetch(setupUrl, {method})
    expect(await seen.text()).not.toContain('Drain cleaning')
  }
  expect(await keptFields(order.id)).toEqual(['services'])
  await openForm(page, setupUrl)
})

test('another site cannot send the form, even if it knows all of it', async ({page}) => {
  const {order, setupUrl} = await buyPaidOrder(shop)
  await openForm(page, setupUrl)
  const form = await page.locator('form').evaluate((element) => element.outerHTML)
  const body = form.replace('action="/setup"', `action="${shop.siteUrl}/setup"`)
  const contentType = 'text/html; charset=utf-8'
  await page.route('http://elsewhere.example/', (route) => route.fulfill({contentType, body}))
  await page.goto('http://elsewhere.example/')
  await field(page, 'Name that customers know').fill('Another person')
  const answered = page.waitForResponse((answer) => answer.url() === `${shop.siteUrl}/setup`)
  await savePart(page, 'Your business').click()
  expect((await answered).status()).toBe(403)
  expect(await keptFields(order.id)).toEqual([])
})
