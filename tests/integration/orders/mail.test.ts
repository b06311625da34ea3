import {eq, sql} from 'drizzle-orm'
import {afterAll, beforeAll, beforeEach, expect, test} from 'vitest'
import {customerContacts, outbox} from '#lib/db/schema.ts'
import {smtpMailer} from '#lib/mail.ts'
import {advanceOrder, notifyClient, resendSetupLink} from '#lib/orders/owner-actions.ts'
import {findOrder} from '#lib/orders/store.ts'
import {retryOutbox} from '#lib/outbox.ts'
import {deliverMail, mailKinds} from '#lib/workers.ts'
import {buy, openShop, type Shop} from '#tests/support/shop/shop.ts'

let shop: Shop

beforeAll(async () => {
  shop = await openShop()
})
beforeEach(() => deliverMail(shop.commerce))
afterAll(() => shop.close())

const rowsOf = (orderId: string) =>
  shop.commerce.db.select().from(outbox).where(eq(outbox.orderId, orderId)).orderBy(outbox.purpose)

/** What time does on its own. */
const letTimePass = () =>
  shop.commerce.db.update(outbox).set({dueAt: sql`now()`}).where(eq(outbox.status, 'waiting'))

test.each(['refuse', 'timeout'])(
  'after %s the mail waits, further away each time, and goes out later',
  async (kind) => {
    const {orderId} = await buy(shop)
    await shop.inbox.fault(kind)
    const impatient = {...shop.commerce, mailer: smtpMailer(shop.env.SMTP_URL ?? '', 2_000)}
    expect(await deliverMail(impatient)).toEqual({sent: 1, failed: 1})
    impatient.mailer.close()
    const waiting = (await rowsOf(orderId)).filter(({status}) => status === 'waiting')
    expect(waiting).toHaveLength(1)
    expect(waiting[0]?.dueAt.getTime()).toBeGreaterThan(Date.now() + 15_000)
    expect(await deliverMail(shop.commerce)).toEqual({sent: 0, failed: 0})
    await letTimePass()
    expect(await deliverMail(shop.commerce)).toEqual({sent: 1, failed: 0})
    expect(await shop.inbox.about(orderId)).toHaveLength(2)
    expect((await findOrder(shop.commerce.db, orderId))?.state).toBe('awaiting_details')
  },
)

test('a mail that was taken over but not acknowledged comes twice under one Message-ID, and both links work', async () => {
  const {orderId} = await buy(shop)
  await shop.inbox.fault('accept-then-drop', 2)
  expect(await deliverMail(shop.commerce)).toEqual({sent: 0, failed: 2})
  await letTimePass()
  expect(await deliverMail(shop.commerce)).toEqual({sent: 2, failed: 0})
  const rows = await rowsOf(orderId)
  const list = await shop.inbox.list()
  for (const {id} of rows)
    expect(list.filter(({messageId}) => messageId === `<${id}@shop.example>`)).toHaveLength(2)
})

test('a recipient that is refused for good is given up at once, and the owner can try again', async () => {
  const {orderId} = await buy(shop)
  await shop.inbox.fault('reject', 2)
  // Of each the owner is told.
  expect(await deliverMail(shop.commerce)).toEqual({sent: 2, failed: 2})
  const dead = await rowsOf(orderId)
  expect(dead.map(({status, lastError}) => [status, lastError])).toEqual([
    ['dead', 'EENVELOPE 550'],
    ['dead', 'EENVELOPE 550'],
  ])
  expect(await retryOutbox(shop.commerce.db, dead[0]?.id)).toBe(1)
  expect(await retryOutbox(shop.commerce.db)).toBe(1)
  expect(await deliverMail(shop.commerce)).toEqual({sent: 2, failed: 0})
})

test('after twelve failures a mail is given up', async () => {
  const {orderId} = await buy(shop)
  await shop.commerce.db.update(outbox).set({attempts: 11}).where(eq(outbox.orderId, orderId))
  await shop.inbox.fault('refuse', 2)
  await deliverMail(shop.commerce)
  expect((await rowsOf(orderId)).map(({status}) => status)).toEqual(['dead', 'dead'])
})

test('a name with line breaks and addresses in it adds no recipient', async () => {
  const {orderId} = await buy(shop)
  const name = 'Ann\r\nBcc: thief@example.com\r\n\r\n, <thief@example.com>'
  await shop.commerce.db.update(customerContacts).set({name}).where(eq(customerContacts.orderId, orderId))
  await deliverMail(shop.commerce)
  const list = await (await fetch(`${shop.inbox.url}/api/messages`)).text()
  expect(list).toMatch(/ann-\w+@pipes\.example/)
  expect(list).not.toMatch(/"to":\[[^\]]*thief/)
})

test('nobody is written to who was erased', async () => {
  const {orderId} = await buy(shop)
  await shop.commerce.db
    .update(customerContacts)
    .set({email: null})
    .where(eq(customerContacts.orderId, orderId))
  expect(await deliverMail(shop.commerce)).toEqual({sent: 1, failed: 1})
  expect((await shop.inbox.about(orderId)).map(({to}) => to)).toEqual(['owner@shop.example'])
})

test('a state is told to the client once', async () => {
  const {orderId} = await buy(shop)
  await deliverMail(shop.commerce)
  await advanceOrder(shop.commerce, orderId, {withoutDetails: true})
  expect(await notifyClient(shop.commerce, orderId)).toEqual({ok: true, mail: 'queued'})
  expect(await notifyClient(shop.commerce, orderId)).toEqual({ok: true, mail: 'waiting'})
  await deliverMail(shop.commerce)
  expect(await notifyClient(shop.commerce, orderId)).toEqual({ok: true, mail: 'sent'})
  expect(
    (await shop.inbox.about('Your set-up has begun')).filter(({text}) => text.includes(orderId)),
  ).toHaveLength(1)
})

test('a mail of the owner’s that was given up goes out when it is asked for again', async () => {
  const {orderId} = await buy(shop)
  await deliverMail(shop.commerce)
  for (const ask of [notifyClient, resendSetupLink]) {
    expect(await ask(shop.commerce, orderId)).toEqual({ok: true, mail: 'queued'})
    await shop.inbox.fault('reject')
    expect(await deliverMail(shop.commerce)).toEqual({sent: 1, failed: 1})
    expect(await ask(shop.commerce, orderId)).toEqual({ok: true, mail: 'queued'})
    expect(await deliverMail(shop.commerce)).toEqual({sent: 1, failed: 0})
  }
  const mails = (await rowsOf(orderId)).filter(({purpose}) => purpose === 'setup_link')
  expect(mails).toMatchObject([{status: 'sent', attempts: 1, lastError: null}])
})

test('nobody is said to be written to who has no address', async () => {
  const {orderId} = await buy(shop)
  await deliverMail(shop.commerce)
  await shop.commerce.db
    .update(customerContacts)
    .set({email: null})
    .where(eq(customerContacts.orderId, orderId))
  for (const ask of [notifyClient, resendSetupLink])
    expect(await ask(shop.commerce, orderId)).toEqual({ok: false, reason: 'no-address'})
  expect((await rowsOf(orderId)).map(({purpose}) => purpose)).toEqual([
    'order_confirmation',
    'owner_new_order',
  ])
})

test('the queue holds no address, no link and no name, and each kind of mail has its purpose', async () => {
  const {orderId} = await buy(shop)
  const rows = await rowsOf(orderId)
  expect(JSON.stringify(rows)).not.toMatch(/@|https?:|Ann|Pipes/)
  const kinds = mailKinds(shop.commerce)
  for (const {purpose} of rows) expect(kinds[purpose]?.description).toMatch(/^Tells|^Gives/)
})
