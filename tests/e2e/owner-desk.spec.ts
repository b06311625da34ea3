import AxeBuilder from '@axe-core/playwright'
import {and, eq} from 'drizzle-orm'
import {expect, type Page} from 'playwright/test'
import {auditLog, outbox} from '#lib/db/schema.ts'
import {resendSetupLink} from '#lib/orders/owner-actions.ts'
import {eventually} from '#tests/support/eventually.ts'
import {services} from '#tests/support/services.ts'
import {buyPaidOrder, type RunningShop, runningShop} from '#tests/support/shop/running-shop.ts'
import {type Studio, test} from '#tests/support/studio.ts'

let shop: RunningShop

test.beforeAll(() => {
  shop = runningShop()
})
test.afterAll(() => shop.close())

const SECRET = 'correct-horse-battery-staple'

/** Goes to a tool of the Studio as a person does, without loading the Studio anew. */
const openTool = ({page}: Studio, tool: string) =>
  page.getByTestId('studio-navbar').getByRole('link', {name: tool, exact: true}).click()

const title = (page: Page) => page.getByTestId('desk-screen').getByRole('heading', {level: 1})

/** What is said after something was done. */
const said = (page: Page, words: string | RegExp) => page.getByText(words).first()

/** Presses a button of an order or a person, and says yes to what it asks. */
async function act(page: Page, label: string, yes: string, fill?: () => Promise<void>): Promise<void> {
  await page.getByRole('button', {name: label, exact: true}).click()
  const dialog = page.getByRole('dialog', {name: label})
  await fill?.()
  await dialog.getByRole('button', {name: yes}).click()
  await expect(dialog).toBeHidden()
}

/** What axe finds in a screen of the desk. The bar above it is the Studio's own. */
async function expectAccessible(page: Page): Promise<void> {
  const {violations} = await new AxeBuilder({page}).include('[data-testid="desk-screen"]').analyze()
  expect(violations.map(({id, nodes}) => `${id}: ${nodes.map(({html}) => html).join(' ')}`)).toEqual([])
}

async function mailsWith(words: string, about: string) {
  const mails = await eventually(
    () => shop.inbox.about(about),
    (found) => found.some(({subject, text}) => subject.includes(words) || text.includes(words)),
    60_000,
  )
  return mails.filter(({subject, text}) => subject.includes(words) || text.includes(words))
}

/** Hands over a part of the set-up form as the client, a password included. */
async function handOverDetails(page: Page, setupUrl: string): Promise<void> {
  await page.goto(setupUrl)
  await page.getByRole('button', {name: 'Open the form'}).click()
  await page.getByLabel('Name that customers know', {exact: true}).fill('Pipes of Oakland')
  await page.getByRole('button', {name: 'Save “Your business”'}).click()
  await page.getByLabel('Another calendar', {exact: true}).check()
  await page.getByLabel('App password', {exact: true}).fill(SECRET)
  await page.getByRole('button', {name: 'Save “Your calendar”'}).click()
  await expect(page.getByText('Saved, and not shown again')).toBeVisible()
}

async function writeMessage(page: Page, words: string): Promise<void> {
  await page.goto(`${services().site.url}/contact`)
  await page.getByLabel('Your name').fill('Bo Drains')
  await page.getByLabel('E-mail').fill(`bo-${Date.now().toString(36)}@drains.example`)
  await page.getByLabel('What is it about?').selectOption('A question')
  await page.getByLabel('Message').fill(words)
  await page.getByRole('button', {name: /send/i}).click()
  await expect(page.getByRole('heading', {level: 1})).toHaveText('Your message has arrived')
}

test('a new order shows by itself, and is moved on with the client told', async ({signIn}) => {
  const studio = await signIn('Local Administrator')
  const {page} = studio
  await openTool(studio, 'Orders')
  await expect(title(page)).toHaveText('Orders')
  await page.getByLabel('Show').selectOption('Waiting for details')
  const {order} = await buyPaidOrder(shop)
  // The list asks every three seconds, and is answered within one.
  await expect(page.getByText(order.id)).toBeVisible({timeout: 5_000})

  await page.goto(`${services().studio.url}/orders/${order.id}`)
  await act(page, 'Begin the set-up', 'Begin without the form')
  await expect(page.getByTestId('desk-screen').getByText('In set-up', {exact: true}).first()).toBeVisible()
  await mailsWith('Your set-up has begun', order.id)
})

test('the owner’s day: an order from its details to a refund, and a message', async ({
  signIn,
  page: client,
}) => {
  const {order, setupUrl} = await buyPaidOrder(shop)
  await handOverDetails(client, setupUrl)
  const question = `Does it speak Spanish? ${order.id}`
  await writeMessage(client, question)

  const studio = await signIn('Local Administrator')
  const {page} = studio
  await openTool(studio, 'Orders')
  await page.getByLabel(/^Search/).fill(order.id)
  // Orders of other tests stand beside it until the list has the answer.
  await page.locator(`a[href$="${order.id}"]`).click()
  await expect(title(page)).toHaveText('Pipes & Sons')
  await expectAccessible(page)

  await test.step('secrets are shown on demand, and that they were is in the history', async () => {
    await expect(page.getByText('Pipes of Oakland')).toBeVisible()
    await expect(page.getByText(SECRET)).toBeHidden()
    await page.getByRole('button', {name: 'Reveal the secrets'}).click()
    await expect(page.getByText(SECRET)).toBeVisible()
    await expect(page.getByRole('listitem').filter({hasText: 'Secrets looked at'})).toContainText('By you')
    const looks = await shop.db
      .select()
      .from(auditLog)
      .where(and(eq(auditLog.orderId, order.id), eq(auditLog.action, 'service-data show')))
    expect(looks.map(({actor}) => actor)).toEqual([expect.stringMatching(/^studio:/)])
  })

  await test.step('a part of the money goes back', async () => {
    await act(page, 'Give money back', 'Give back US$9.90', () =>
      page.getByLabel(/^Amount in dollars/).fill('9.90'),
    )
    await expect(page.getByText('US$89.10')).toBeVisible()
    const {paymentIntentId} = order
    const {data} = await shop.stripe.refunds.list({payment_intent: paymentIntentId ?? ''})
    expect(data.map(({amount}) => amount)).toEqual([990])
  })

  await test.step('the client is written to, and what was typed outlives a look elsewhere', async () => {
    await page.getByRole('button', {name: 'Write to the client'}).click()
    await page.getByLabel('Subject').fill('Your phone number')
    await page.getByLabel('Letter').fill('Which number should the assistant call?')
    await page.keyboard.press('Escape')
    await openTool(studio, 'Visits')
    await expect(title(page)).toHaveText('Visits')
    await expectAccessible(page)
    await page.goBack()
    await page.getByRole('button', {name: 'Write to the client'}).click()
    await expect(page.getByLabel('Subject')).toHaveValue('Your phone number')
    await page.getByRole('button', {name: 'Send the letter'}).click()
    await mailsWith('Which number should the assistant call?', order.id)
  })

  await test.step('the order is moved on', async () => {
    await act(page, 'Begin the set-up', 'Begin without the form')
    await act(page, 'It is live', 'It is live')
    await expect(page.getByRole('button', {name: 'Give money back'})).toBeHidden()
    await mailsWith('live', order.id)
  })

  await test.step('a message is answered by mail', async () => {
    await openTool(studio, 'Messages')
    await expectAccessible(page)
    await page.getByRole('link').filter({hasText: order.id}).click()
    await expect(title(page)).toHaveText('Bo Drains: A question')
    await expectAccessible(page)
    await page.getByLabel(/^Your answer goes to/).fill('Yes, it does.')
    await page.getByRole('button', {name: 'Send the answer'}).click()
    await expect(said(page, 'Your answer is on its way.')).toBeVisible()
    const [mail] = await mailsWith('Yes, it does.', 'Yes, it does.')
    expect(mail?.to).toContain('@drains.example')
  })
})

test('a mail that was given up is found on the first screen, and sent again', async ({signIn}) => {
  const {order} = await buyPaidOrder(shop)
  await eventually(
    () => shop.inbox.about(order.id),
    (mails) => mails.length === 2,
    30_000,
  )
  await shop.inbox.fault('reject', 1)
  await resendSetupLink({db: shop.db}, order.id)
  const isDead = and(eq(outbox.orderId, order.id), eq(outbox.status, 'dead'))
  await eventually(
    () => shop.db.select().from(outbox).where(isDead),
    (dead) => dead.length === 1,
    60_000,
  )
  const {page} = await signIn('Local Administrator')
  const waiting = page.getByRole('list', {name: 'Waiting for you'})
  const entry = waiting.getByRole('listitem').filter({hasText: 'a mail did not go out'}).first()
  await expect(entry).toContainText('New link to the set-up form')
  const {violations} = await new AxeBuilder({page}).include('[data-testid="desk-start"]').analyze()
  expect(violations.map(({id}) => id)).toEqual([])
  await entry.getByRole('button', {name: 'Send again'}).click()
  await expect(said(page, /in the queue again/)).toBeVisible()
  await eventually(
    () => shop.db.select().from(outbox).where(isDead),
    (dead) => dead.length === 0,
  )
  await eventually(
    () => shop.inbox.about(order.id),
    (mails) => mails.filter(({text}) => text.includes('/setup?link=')).length === 2,
    60_000,
  )
})

test('a person is found, corrected and erased', async ({signIn}) => {
  const {order} = await buyPaidOrder(shop)
  const studio = await signIn('Local Administrator')
  const {page} = studio
  await page.goto(`${services().studio.url}/orders/${order.id}`)
  await page.getByRole('link', {name: 'Correct it, or see all that is held about this person'}).click()
  await page.getByRole('button', {name: 'Look it up'}).click()
  await act(page, 'Correct contact details', 'Correct it', () => page.getByLabel('Name').fill('Anna Pipes'))
  await expect(said(page, /^Corrected\./)).toBeVisible()
  await expect(page.getByText('Name: Anna Pipes').first()).toBeVisible()
  await expectAccessible(page)
  await act(page, 'Erase this person', 'Erase it for good')
  await expect(said(page, /^Erased as request REQ-/)).toBeVisible()
})

test('the way from the first screen to a begun set-up needs no mouse', async ({signIn}) => {
  const {order} = await buyPaidOrder(shop)
  const {page} = await signIn('Local Administrator')
  const press = async (name: RegExp) => {
    const target = page.getByRole('link', {name}).or(page.getByRole('button', {name})).first()
    await expect(target).toBeVisible()
    const isThere = () => target.evaluate((element) => element === document.activeElement)
    for (let steps = 0; steps < 80 && !(await isThere()); steps++) await page.keyboard.press('Tab')
    await expect(target).toBeFocused()
    await page.keyboard.press('Enter')
  }
  await page.getByRole('list', {name: 'Waiting for you'}).waitFor()
  await page.goto(`${services().studio.url}/orders/${order.id}`)
  await press(/^Begin the set-up$/)
  await expect(page.getByRole('dialog')).toBeVisible()
  await press(/^Begin without the form$/)
  await expect(page.getByTestId('desk-screen').getByText('In set-up', {exact: true}).first()).toBeVisible()
})

for (const person of ['Local Editor', 'Local Viewer'] as const)
  test(`${person} sees neither the tools nor what is in them`, async ({signIn}) => {
    const {page} = await signIn(person)
    await expect(page.getByRole('heading', {level: 1})).toBeVisible()
    await expect(page.getByText('Waiting for you')).toBeHidden()
    for (const tool of ['Orders', 'Messages', 'People', 'Visits'])
      await expect(page.getByRole('link', {name: tool, exact: true})).toBeHidden()
    const {editorToken, viewerToken} = services().lake
    const token = person === 'Local Editor' ? editorToken : viewerToken
    const status = await page.evaluate(async (bearer) => {
      const answer = await fetch('/api/owner/list-orders', {
        method: 'POST',
        headers: {authorization: `Bearer ${bearer}`, 'content-type': 'application/json'},
        body: '{}',
      })
      return answer.status
    }, token)
    expect(status).toBe(403)
  })
