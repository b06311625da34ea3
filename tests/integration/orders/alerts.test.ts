import {eq} from 'drizzle-orm'
import {afterAll, beforeAll, beforeEach, expect, test} from 'vitest'
import {customerContacts, outbox} from '#lib/db/schema.ts'
import {startCheckout} from '#lib/orders/checkout/start-checkout.ts'
import {findContact} from '#lib/orders/store.ts'
import {receiveEvent} from '#lib/orders/stripe-events.ts'
import {retryOutbox} from '#lib/outbox.ts'
import {deliverMail} from '#lib/workers.ts'
import {buy, effectsOf, openShop, type Shop, SITE_URL, start, untilState} from '#tests/support/shop/shop.ts'
import {payByCard} from '#tests/support/shop/stripe.ts'

// What the owner is told of by mail, once each, with what to do.

let shop: Shop

beforeAll(async () => {
  shop = await openShop()
})
beforeEach(() => deliverMail(shop.commerce))
afterAll(() => shop.close())

const siteAlerts = async () => {
  const rows = await shop.commerce.db.select().from(outbox).where(eq(outbox.purpose, 'owner_site_alert'))
  return rows.map(({subject}) => subject)
}

const confirmationOf = async (orderId: string) => {
  const rows = await shop.commerce.db.select().from(outbox).where(eq(outbox.orderId, orderId))
  return rows.find(({purpose}) => purpose === 'order_confirmation')
}

const undelivered = async (orderId: string) =>
  (await shop.inbox.about(orderId)).filter(({subject}) => subject.startsWith('A mail could not be delivered'))

test('a mail that is refused for good is told to the owner once, with what to do', async () => {
  const {orderId} = await buy(shop)
  await shop.inbox.fault('reject', 1)
  expect(await deliverMail(shop.commerce)).toEqual({sent: 2, failed: 1})
  await deliverMail(shop.commerce)
  const [mail, ...others] = await undelivered(orderId)
  expect(others).toEqual([])
  expect(mail?.to).toContain('owner@shop.example')
  const [dead] = await shop.commerce.db.select().from(outbox).where(eq(outbox.status, 'dead'))
  expect(mail?.text).toContain(`${SITE_URL}/studio/start`)
  expect(mail?.text).not.toContain('npm run')
  expect(mail?.text).toContain('EENVELOPE 550')
  expect(await retryOutbox(shop.commerce.db, dead?.id)).toBe(1)
  expect(await deliverMail(shop.commerce)).toEqual({sent: 1, failed: 0})
})

test.each(['a@x.example,b@y.example', 'a@x.example b@y.example', 'Ann <a@x.example>', 'a@x', 'ann'])(
  'an address that is none, or several, gets no mail, and the owner is told: %s',
  async (email) => {
    const {orderId} = await buy(shop)
    await shop.commerce.db.update(customerContacts).set({email}).where(eq(customerContacts.orderId, orderId))
    await deliverMail(shop.commerce)
    expect(await confirmationOf(orderId)).toMatchObject({status: 'dead', lastError: 'unusable-address'})
    expect((await shop.inbox.list()).filter(({to}) => /[ab]@[xy]/.test(to))).toEqual([])
    expect(await undelivered(orderId)).toHaveLength(1)
  },
)

test('signs of direction and very long names reach no mail', async () => {
  const {orderId, url} = await start(shop)
  await payByCard(url, undefined, {
    individual_name: 'Ann \u202Eexe.spiP\u202C',
    business_name: '\u2066Pipes\u2069',
  })
  await untilState(shop, orderId, 'paid')
  expect(await findContact(shop.commerce.db, orderId)).toMatchObject({
    name: 'Ann exe.spiP',
    businessName: 'Pipes',
  })
  const name = 'x'.repeat(10_000)
  await shop.commerce.db.update(customerContacts).set({name}).where(eq(customerContacts.orderId, orderId))
  await deliverMail(shop.commerce)
  const mails = await shop.inbox.about(orderId)
  expect(mails).toHaveLength(2)
  for (const {to} of mails) expect(to.length).toBeLessThan(200)
})

test('two paid orders of one person within a day are told to the owner', async () => {
  const [first, second] = [await start(shop), await start(shop)]
  for (const [{url, orderId}, email] of [
    [first, 'twice@pipes.example'],
    [second, 'Twice@Pipes.example'],
  ] as const) {
    await payByCard(url, undefined, {email})
    await untilState(shop, orderId, 'paid')
  }
  expect((await effectsOf(shop, first.orderId)).mails).not.toContain('owner_alert:bought-twice')
  expect((await effectsOf(shop, second.orderId)).mails).toContain('owner_alert:bought-twice')
})

test('a price that cannot be sold at is told once for each plan', async () => {
  for (const slug of ['lost', 'lost', 'gone']) {
    const {nonce, versions} = shop.request()
    const plan = {slug, name: 'Lost', lookupKey: 'no_such_price'}
    const refused = await startCheckout(shop.commerce, {nonce, plan, versions})
    expect(refused).toEqual({ok: false, reason: 'unknown-price'})
  }
  const told = (await siteAlerts()).filter((subject) => subject.startsWith('unsellable-price'))
  expect(told.sort()).toEqual(['unsellable-price:gone', 'unsellable-price:lost'])
})

test('a wrong webhook secret is told once, however many deliveries do not fit it', async () => {
  const {data} = await shop.stripe.events.list({limit: 1})
  const signature = `t=${Math.floor(Date.now() / 1_000)},v1=${'0'.repeat(64)}`
  for (let delivery = 0; delivery < 3; delivery++)
    expect(await receiveEvent(shop.commerce, JSON.stringify(data[0]), signature)).toEqual({
      ok: false,
      reason: 'bad-signature',
    })
  expect((await siteAlerts()).filter((subject) => subject === 'wrong-webhook-secret')).toHaveLength(1)
})
