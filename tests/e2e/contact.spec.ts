import {type APIRequestContext, expect, type Page, test} from 'playwright/test'
import {listMessages} from '#lib/contact/messages.ts'
import type {StoredMessage} from '#lib/db/schema.ts'
import {eventually} from '#tests/support/eventually.ts'
import {services} from '#tests/support/services.ts'
import {type RunningShop, runningShop} from '#tests/support/shop/running-shop.ts'

let shop: RunningShop

test.beforeAll(() => {
  shop = runningShop()
})
test.afterAll(() => shop.close())

// Writing to us needs neither scripts nor cookies.
test.use({javaScriptEnabled: false})

const at = (path: string) => `${services().site.url}${path}`
/** An address that no other run of these tests uses. */
const newEmail = (name: string) => `${name}-${Date.now().toString(36)}@pipes.example`
const storedFrom = (email: string): Promise<StoredMessage[]> =>
  listMessages(shop.db, {email, all: true, limit: 10})

type Words = {name?: string; email: string; subject?: string; message: string}

async function write(page: Page, {name = 'Ann Pipes', email, subject = 'A question', message}: Words) {
  await page.getByLabel('Your name').fill(name)
  await page.getByLabel('E-mail').fill(email)
  await page.getByLabel('Business name').fill('Pipes & Sons')
  await page.getByLabel('What is it about?').selectOption(subject)
  await page.getByLabel('Message').fill(message)
}

const send = (page: Page) => page.getByRole('button', {name: /send/i}).click()

for (const [path, details] of [
  ['/contact', {tag: '@journey'}],
  ['/contact/', {}],
] as const) {
  test(`a message written at ${path} reaches the owner, and its sender is told`, details, async ({page}) => {
    const email = newEmail('ann')
    expect((await page.goto(at(path)))?.status()).toBe(200)
    expect(new URL(page.url()).pathname).toBe(path)
    await write(page, {
      email,
      subject: 'See the information held about me',
      message: `What do you hold? ${path}`,
    })
    await send(page)
    await expect(page).toHaveURL(at('/contact/sent'))
    await expect(page.getByRole('heading', {level: 1})).toHaveText('Your message has arrived')
    expect(await page.context().cookies()).toEqual([])

    const [stored] = await storedFrom(email)
    expect(stored).toMatchObject({subject: 'data_access', businessName: 'Pipes & Sons', held: null})
    const mails = await eventually(
      () => shop.inbox.about(stored?.id ?? 'none'),
      (found) => found.length === 2,
    )
    const toOwner = mails.find(({subject}) => subject.startsWith('Data request from Ann Pipes'))
    expect(toOwner?.text).toContain(`What do you hold? ${path}`)
    expect(toOwner?.headers).toContainEqual({name: 'reply-to', value: expect.stringContaining(email)})
    expect(mails.find(({to}) => to.includes(email))?.subject).toBe('We have your message')

    await page.goto(shop.inboxUrl)
    await expect(page.getByText('Data request from Ann Pipes').first()).toBeVisible()
  })
}

test('a form that is not complete comes back with what was typed, and leads to what is wrong', {
  tag: '@journey',
}, async ({page}) => {
  await page.goto(at('/contact'))
  await write(page, {email: 'ann at pipes', message: 'My card is 4242 4242 4242 4242 🚿'})
  const answered = page.waitForResponse((response) => response.request().method() === 'POST')
  await send(page)
  expect((await answered).status()).toBe(422)
  await expect(page).toHaveURL(at('/contact'))
  await expect(page).toHaveTitle(/^Your message is not sent yet/)

  await expect(page.getByLabel('Your name')).toHaveValue('Ann Pipes')
  await expect(page.getByLabel('Business name')).toHaveValue('Pipes & Sons')
  await expect(page.getByLabel('What is it about?')).toHaveValue('question')
  await expect(page.getByLabel('Message')).toHaveValue('My card is 4242 4242 4242 4242 🚿')
  const email = page.getByLabel('E-mail')
  await expect(email).toHaveAttribute('aria-invalid', 'true')
  await expect(email).toHaveAccessibleDescription(/whole e-mail address/)
  await expect(email).toBeFocused()
  await expect(page.getByLabel('Your name')).not.toHaveAttribute('aria-invalid')

  const summary = page.getByRole('alert')
  await expect(summary.getByRole('heading')).toHaveText('2 things need another look')
  await expect(summary).toContainText('Message: This looks like a card number')
  await summary.getByRole('link', {name: 'Message'}).click()
  await expect(page).toHaveURL(/#contact-message$/)

  const repaired = newEmail('repaired')
  await email.fill(repaired)
  await page.getByLabel('Message').fill('Without the card, then.')
  await send(page)
  await expect(page).toHaveURL(at('/contact/sent'))
  expect(await storedFrom(repaired)).toMatchObject([{message: 'Without the card, then.'}])
  expect(await storedFrom('ann at pipes')).toEqual([])

  // Back leads to the form that was refused, with its words, and sends nothing.
  await page.goBack()
  await expect(page).toHaveTitle(/^Your message is not sent yet/)
  await expect(page.getByLabel('Message')).toHaveValue('Without the card, then.')
  expect(await storedFrom(repaired)).toHaveLength(1)
})

test('a form sent twice is one message', async ({page}) => {
  const email = newEmail('twice')
  for (const path of ['/contact', '/contact/']) {
    await page.goto(at(path))
    await write(page, {email, message: 'Do you answer at night?'})
    await send(page)
    await expect(page).toHaveURL(at('/contact/sent'))
  }
  expect(await storedFrom(email)).toHaveLength(1)
})

const fields = (email: string) => ({
  name: 'Bot',
  email,
  business_name: '',
  subject: 'question',
  message: 'Buy now',
})

const post = (request: APIRequestContext, form: Record<string, string>, headers: Record<string, string>) =>
  request.post(at('/contact'), {form, headers, maxRedirects: 0})

test('what fills in the field that people do not see is held, and learns nothing', async ({
  page,
  request,
}) => {
  await page.goto(at('/contact'))
  await expect(page.locator('[name="website"]')).not.toBeInViewport()
  const email = newEmail('bot')
  const own = {origin: services().site.url, 'sec-fetch-site': 'same-origin'}
  const answer = await post(request, {...fields(email), website: 'https://spam.example'}, own)
  expect(answer.status()).toBe(303)
  expect(answer.headers().location).toBe('/contact/sent')
  expect(await storedFrom(email)).toMatchObject([{held: 'decoy'}])
})

test('another site cannot send the form', {tag: '@journey'}, async ({request}) => {
  const email = newEmail('forged')
  const forgeries: Record<string, string>[] = [
    {},
    {origin: 'https://evil.example', 'sec-fetch-site': 'cross-site'},
    {origin: 'null', 'sec-fetch-site': 'cross-site'},
    {origin: services().site.url, 'sec-fetch-site': 'same-site'},
  ]
  for (const headers of forgeries) {
    const answer = await post(request, fields(email), headers)
    expect(answer.status(), JSON.stringify(headers)).toBe(403)
  }
  expect(await storedFrom(email)).toEqual([])
})

test('a message that is far too long is not read to its end', async ({request}) => {
  const own = {origin: services().site.url, 'sec-fetch-site': 'same-origin'}
  const answer = await post(request, {...fields('long@pipes.example'), message: 'x'.repeat(100_000)}, own)
  expect(answer.status()).toBe(413)
})
