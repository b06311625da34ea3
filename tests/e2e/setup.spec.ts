import {eq} from 'drizzle-orm'
import {expect, type Page, test} from 'playwright/test'
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

const CREDENTIAL = 'correct-horse-battery-staple'

const save = (page: Page, part: string) =>
  page.getByRole('region', {name: part}).getByRole('button', {name: 'Save'}).click()

async function openForm(page: Page, setupUrl: string): Promise<void> {
  await page.goto(setupUrl)
  await page.getByRole('button', {name: 'Open the form'}).click()
  await expect(page.getByRole('heading', {name: 'Tell us how you work'})).toBeVisible()
}

async function keptFields(orderId: string): Promise<string[]> {
  const rows = await shop.db.select().from(serviceFields).where(eq(serviceFields.orderId, orderId))
  return rows.map(({field}) => field).sort()
}

for (const javaScriptEnabled of [false, true]) {
  test.describe(`with scripts ${javaScriptEnabled ? 'on' : 'off'}`, () => {
    test.use({javaScriptEnabled})

    test('the form is filled in over two sittings and then sent', {tag: '@journey'}, async ({
      page,
      browser,
    }) => {
      const {order, setupUrl} = await buyPaidOrder(shop)
      await openForm(page, setupUrl)
      await page.getByLabel('Name that customers know').fill('Pipes & Sons')
      await page.getByLabel('Phone number that customers call').fill('(415) 555-2671')
      await page.getByLabel('Services that you offer').fill('Drain cleaning\nWater heaters')
      await save(page, 'Your business')
      await expect(page.getByRole('status')).toContainText('Saved.')
      await expect(page.getByLabel('Towns, ZIP codes or distance')).toBeFocused()
      expect(await page.context().cookies()).toEqual([])
      await page.close()

      const later = await browser.newContext({javaScriptEnabled})
      const second = await later.newPage()
      await openForm(second, setupUrl)
      await expect(second.getByLabel('Name that customers know')).toHaveValue('Pipes & Sons')
      await expect(second.getByLabel('Services that you offer')).toHaveValue('Drain cleaning\nWater heaters')
      await second.getByLabel('Towns, ZIP codes or distance').fill('Oakland, Berkeley')
      await second.getByLabel('Pacific').check()
      await second.getByLabel('Opening hours', {exact: true}).fill('Monday to Friday 8:00 to 17:00')
      await second.getByLabel('Yes, day and night').check()
      await second.getByLabel('What counts as an emergency').fill('A burst pipe is called through at once.')
      await second.getByLabel('What should the assistant ask?').fill('Is the water turned off?')
      await second.getByLabel('Google Calendar').check()
      await second.getByLabel('Account that jobs are booked into').fill('jobs@pipes.example')
      await second.getByLabel('Password or app password').fill(CREDENTIAL)
      await save(second, 'Your calendar')
      await expect(second.getByText('Saved, and not shown again')).toBeVisible()
      await expect(second.getByLabel('Password or app password')).toHaveValue('')
      expect(await second.content()).not.toContain(CREDENTIAL)

      await second.getByRole('button', {name: 'Send the form'}).click()
      await expect(second.getByRole('alert')).toContainText('2 things need another look')
      await second.getByLabel('Call', {exact: true}).check()
      await second.getByLabel('To this number').fill('+1 415 555 2672')
      await second.getByRole('button', {name: 'Send the form'}).click()
      await expect(second.getByRole('heading', {name: 'Thank you. We have what we need.'})).toBeVisible()

      const required = [...SETUP_FIELDS].filter(([, field]) => field.required).map(([name]) => name)
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

    test('what is wrong keeps what was typed, and leads to the field', {tag: '@journey'}, async ({page}) => {
      const {order, setupUrl} = await buyPaidOrder(shop)
      await openForm(page, setupUrl)
      await page.getByLabel('Name that customers know').fill('Pipes & Sons')
      await page.getByLabel('Website').fill('pipes')
      await page.getByLabel('Services that you offer').fill('Card 4242 4242 4242 4242')
      await save(page, 'Your business')

      const alert = page.getByRole('alert')
      await expect(alert).toContainText('This looks like a card number. We never need one here')
      await expect(page.getByLabel('Website')).toHaveValue('pipes')
      await expect(page.getByLabel('Website')).toBeFocused()
      await expect(page.getByLabel('Website')).toHaveAttribute('aria-invalid', 'true')
      await expect(page.getByLabel('Services that you offer')).toHaveValue('Card 4242 4242 4242 4242')
      await alert.getByRole('link', {name: /card number/}).click()
      await expect(page).toHaveURL(/#services$/)
      expect(await keptFields(order.id)).toEqual(expect.not.arrayContaining(['services', 'website']))

      await page.getByLabel('Website').fill('https://pipes.example')
      await page.getByLabel('Services that you offer').fill('Drain cleaning')
      await save(page, 'Your business')
      await expect(page.getByRole('status')).toContainText('Saved.')
      await expect(alert).toBeHidden()
      expect(await keptFields(order.id)).toEqual(expect.arrayContaining(['services', 'website']))
    })

    test('a form that is open in an older window can no longer be saved', async ({page, context}) => {
      const {setupUrl} = await buyPaidOrder(shop)
      await openForm(page, setupUrl)
      const newer = await context.newPage()
      await openForm(newer, setupUrl)
      await page.getByLabel('Name that customers know').fill('Old window')
      await save(page, 'Your business')
      await expect(page.getByRole('heading', {name: 'This form is not the newest one'})).toBeVisible()
      await page.getByRole('button', {name: 'Open the form again'}).click()
      await expect(page.getByLabel('Name that customers know')).toHaveValue('')
    })

    test('a newer link takes the place of the older one', async ({page}) => {
      const {order, setupUrl} = await buyPaidOrder(shop)
      await resendSetupLink(shop, order.id)
      const newer = await eventually(
        () => setupLinkOf(shop, order.id),
        (link) => link !== setupUrl,
      )
      await page.goto(setupUrl)
      await page.getByRole('button', {name: 'Open the form'}).click()
      await expect(page.getByRole('heading', {name: 'This link has been replaced'})).toBeVisible()
      await openForm(page, newer)
    })
  })
}

test('looking at a link opens nothing, as when a mail scanner does', async ({page}) => {
  const {order, setupUrl} = await buyPaidOrder(shop)
  for (const method of ['GET', 'HEAD', 'GET']) await fetch(setupUrl, {method})
  expect(await keptFields(order.id)).toEqual([])
  await openForm(page, setupUrl)
})

test('another site cannot send the form, even if it knows all of it', async ({page}) => {
  const {order, setupUrl} = await buyPaidOrder(shop)
  await openForm(page, setupUrl)
  const form = await page.locator('form').evaluate((element) => element.outerHTML)
  const body = form.replace('<form ', `<form action="${setupUrl}" `)
  await page.route('http://elsewhere.example/', (route) => route.fulfill({contentType: 'text/html', body}))
  await page.goto('http://elsewhere.example/')
  await page.getByLabel('Name that customers know').fill('Somebody else')
  const answered = page.waitForResponse((answer) => answer.url() === setupUrl)
  await page.getByRole('button', {name: 'Save'}).first().click()
  expect((await answered).status()).toBeGreaterThanOrEqual(400)
  expect(await keptFields(order.id)).toEqual([])
})
