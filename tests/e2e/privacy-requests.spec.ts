import {randomUUID} from 'node:crypto'
import {expect, type Page, test} from 'playwright/test'
import {mintNonce} from '#lib/orders/checkout/form.ts'
import {findContact, findOrderOfNonce} from '#lib/orders/store.ts'
import {eventually} from '#tests/support/eventually.ts'
import {postCheckout, type RunningShop, runningShop} from '#tests/support/shop/running-shop.ts'
import {payByCard} from '#tests/support/shop/stripe.ts'

let shop: RunningShop

test.beforeAll(() => {
  shop = runningShop()
})
test.afterAll(() => shop.close())

// The pages need no scripts, and in production have none.
test.use({javaScriptEnabled: false})

/** Somebody who has bought, under an address of their own. */
async function buyer(): Promise<{email: string; orderId: string}> {
  const email = `pat-${randomUUID()}@pipes.example`
  const nonce = mintNonce()
  const answer = await postCheckout(shop, {nonce})
  await payByCard(answer.headers.get('location') ?? '', undefined, {email, individual_name: 'Pat Pipes'})
  const order = await eventually(
    () => findOrderOfNonce(shop.db, nonce),
    (found) => found?.state === 'awaiting_details',
    60_000,
  )
  return {email, orderId: order?.id ?? ''}
}

/** Asks on the page, and returns the link that is mailed. */
async function askFor(page: Page, what: string, email: string): Promise<string> {
  await page.goto(`${shop.siteUrl}/privacy/requests`)
  await page.getByLabel(what).check()
  await page.getByLabel('Your e-mail address').fill(email)
  await page.getByRole('button', {name: 'Send me a link'}).click()
  await expect(page.getByRole('heading', {name: 'Look in your mail'})).toBeVisible()
  return linkFor(email)
}

async function linkFor(email: string): Promise<string> {
  const found = await eventually(
    async () => {
      const mails = await shop.inbox.list()
      const mine = mails.filter(({to, subject}) => to.includes(email) && subject.includes('REQ-'))
      const texts = await Promise.all(mine.map(async ({id}) => (await shop.inbox.read(id)).text))
      return texts.flatMap((text) => /\S+\/privacy\/requests\?link=[\w-]{43}/.exec(text)?.[0] ?? [])
    },
    (links) => links.length > 0,
    60_000,
  )
  return found[0] ?? ''
}

async function goOn(page: Page, link: string): Promise<void> {
  await page.goto(link)
  await page.getByRole('button', {name: 'Go on'}).click()
}

test('a client sees all that is held about them, and takes it away, without scripts or cookies', async ({
  page,
  context,
  request,
}) => {
  const {email, orderId} = await buyer()
  const link = await askFor(page, 'See the information held about me', email)
  // What scans mail looks at every link, and uses none of them up.
  for (const method of ['GET', 'HEAD']) expect((await request.fetch(link, {method})).status()).toBe(200)
  await goOn(page, link)
  await expect(page.getByRole('heading', {name: 'What we hold about you'})).toBeVisible()
  await expect(page.getByText('Pat Pipes').first()).toBeVisible()
  await expect(page.getByText(orderId).first()).toBeVisible()
  const downloading = page.waitForEvent('download')
  await page.getByRole('button', {name: 'Download all of it'}).click()
  expect((await downloading).suggestedFilename()).toBe('your-information.zip')
  expect(await context.cookies()).toEqual([])

  await goOn(page, link)
  await expect(page.getByRole('heading', {name: 'This link was used already'})).toBeVisible()
})

test('a client corrects a phone number, and sees before and after', async ({page}) => {
  const {email, orderId} = await buyer()
  await goOn(page, await askFor(page, 'Correct information about me', email))
  await page.getByLabel('Phone').fill('nonsense')
  await page.getByRole('button', {name: 'Look at the change'}).click()
  await expect(page.getByText('Please write a phone number').first()).toBeVisible()
  await page.getByLabel('Phone').fill('+1 415 555 2699')
  await page.getByRole('button', {name: 'Look at the change'}).click()
  await expect(page.getByText('becomes +1 415 555 2699')).toBeVisible()
  await page.getByRole('button', {name: 'Yes, change it'}).click()
  await expect(page.getByRole('heading', {name: 'Your information is corrected'})).toBeVisible()
  expect((await findContact(shop.db, orderId))?.phone).toBe('+1 415 555 2699')
})

test('a client has it deleted, and reads first what is kept and why', async ({page}) => {
  const {email, orderId} = await buyer()
  await goOn(page, await askFor(page, 'Delete information about me', email))
  await expect(page.getByText('Tax law wants records of payments kept.')).toBeVisible()
  await expect(page.getByText('is not finished')).toBeVisible()
  await page.getByRole('button', {name: 'Delete my information'}).click()
  // Stripe has its own time: the page says that it is asked for, until Stripe says that it is done.
  await expect(page.getByRole('heading', {name: /Your information is (?:being )?deleted/})).toBeVisible()
  expect(await findContact(shop.db, orderId)).toMatchObject({name: null, email: null, phone: null})
  const status = page.url()
  await expect(async () => {
    await page.goto(status)
    await expect(page.getByRole('heading', {name: 'Your information is deleted'})).toBeVisible({
      timeout: 1_000,
    })
  }).toPass({timeout: 120_000})
})

test('a parent hands over what it is about, and is told the day', async ({page}) => {
  const email = `parent-${randomUUID()}@home.example`
  await goOn(page, await askFor(page, 'Delete information about a child', email))
  await page.getByRole('button', {name: 'Hand it over'}).click()
  await expect(page.getByText('Please write which information it is.').first()).toBeVisible()
  await page.getByLabel('Which information is it').fill('A message of 3 May.')
  await page.getByRole('button', {name: 'Hand it over'}).click()
  await expect(page.getByRole('heading', {name: 'We have your request'})).toBeVisible()
  await expect(page.getByText(/REQ-/)).toBeVisible()
})

test('a form that is not whole comes back with what was typed', async ({page}) => {
  await page.goto(`${shop.siteUrl}/contact`)
  await page.getByRole('link', {name: 'do it yourself'}).click()
  await expect(page.getByRole('heading', {name: 'Your information'})).toBeVisible()
  await page.getByLabel('Your e-mail address').fill('nonsense')
  await page.getByRole('button', {name: 'Send me a link'}).click()
  await expect(page.getByRole('heading', {name: 'Your request is not sent yet'})).toBeVisible()
  await expect(page.getByLabel('Your e-mail address')).toHaveValue('nonsense')
})
