import {eq, sql} from 'drizzle-orm'
import {afterAll, afterEach, beforeAll, expect, test} from 'vitest'
import {acquireLease, releaseLease} from '#lib/db/database.ts'
import {orders} from '#lib/db/schema.ts'
import {fulfil} from '#lib/orders/fulfil.ts'
import {findOrder} from '#lib/orders/store.ts'
import {cleanUp, expireMissedPrices, syncMissedOrders} from '#lib/orders/sync.ts'
import {syncAccount} from '#lib/orders/sync-account.ts'
import {openShop, type Shop, start} from '#tests/support/shop/shop.ts'
import {control, payByCard} from '#tests/support/shop/stripe.ts'

let shop: Shop

beforeAll(async () => {
  shop = await openShop()
})
afterEach(() => control(shop.stripeUrl, 'faults', {}, 'DELETE'))
afterAll(() => shop.close())

let expired = 0
const expire = async () => {
  expired += 1
}

/** A price that changes while the site cannot be reached. */
async function changeUnheard(): Promise<void> {
  await control(shop.stripeUrl, 'faults/webhooks', {kind: 'drop', type: '*', times: 5})
  const product = 'plumbperfect_lifetime_access'
  await shop.stripe.prices.create({product, currency: 'usd', unit_amount: 100})
  await control(shop.stripeUrl, 'deliveries/flush')
  await control(shop.stripeUrl, 'faults', {}, 'DELETE')
}

test('a change of prices that was never heard of expires the amounts, once', async () => {
  await expireMissedPrices(shop.commerce, async () => {})
  await changeUnheard()
  await expect(expireMissedPrices(shop.commerce, () => Promise.reject(new Error('not now')))).rejects.toThrow(
    'not now',
  )
  expect(await expireMissedPrices(shop.commerce, expire)).toBe(1)
  expect(await expireMissedPrices(shop.commerce, expire)).toBe(0)
  expect(expired).toBe(1)
})

test('the search for missed orders leaves prices to those who keep them', async () => {
  await changeUnheard()
  expect(await syncMissedOrders(shop.commerce, 0)).toMatchObject({events: 0, failures: 0})
  expect(await expireMissedPrices(shop.commerce, expire)).toBe(1)
})

async function lease(name = 'clean-up') {
  const taken = await acquireLease(shop.commerce.db, name, crypto.randomUUID(), 60)
  if (!taken) throw new Error('The lease is held.')
  return taken
}

const age = (orderId: string, days: number) =>
  shop.commerce.db
    .update(orders)
    .set({createdAt: sql`now() - make_interval(days => ${days})`})
    .where(eq(orders.id, orderId))

test('an order that nobody paid for a week is closed, one whose session is open is not', async () => {
  const [ended, open, young] = [await start(shop), await start(shop), await start(shop)]
  for (const {sessionId} of [ended, young]) {
    await shop.stripe.checkout.sessions.expire(sessionId)
    await fulfil(shop.commerce, sessionId)
  }
  for (const {orderId} of [ended, open]) await age(orderId, 8)
  const held = await lease()
  expect(await cleanUp(shop.commerce, held)).toBe(1)
  const states = await Promise.all(
    [ended, open, young].map(({orderId}) => findOrder(shop.commerce.db, orderId)),
  )
  expect(states.map((order) => order?.state)).toEqual(['cancelled', 'pending', 'pending'])
  await releaseLease(shop.commerce.db, held)
})

test('money that arrives for a closed order is honoured', async () => {
  const {orderId, url, sessionId} = await start(shop)
  await shop.commerce.db.update(orders).set({state: 'cancelled'}).where(eq(orders.id, orderId))
  await payByCard(url)
  await fulfil(shop.commerce, sessionId)
  expect(await findOrder(shop.commerce.db, orderId)).toMatchObject({state: 'paid', payment: 'paid'})
})

test('a process whose lease has passed on cleans nothing up', async () => {
  const {orderId} = await start(shop)
  const {db} = shop.commerce
  const old = await lease()
  await releaseLease(db, old)
  const next = await lease()
  await age(orderId, 30)
  expect(await cleanUp(shop.commerce, old)).toBe(0)
  await releaseLease(db, next)
})

test('an account that is set up is left as it is, and what differs is told', async () => {
  const {stripe} = shop
  const webhookUrl = shop.webhookUrl
  const again = await syncAccount(stripe, {webhookUrl})
  expect(again.lines.map(({state}) => state)).toEqual(['kept', 'kept', 'kept'])
  expect(again.webhookSecret).toBeUndefined()

  const {data} = await stripe.webhookEndpoints.list()
  await stripe.webhookEndpoints.update(data[0]?.id ?? '', {enabled_events: ['refund.created']})
  const checked = await syncAccount(stripe, {webhookUrl, check: true})
  expect(checked.lines[2]).toMatchObject({state: 'differs', detail: expect.stringContaining('invoice.paid')})
  expect((await syncAccount(stripe, {webhookUrl})).lines[2]?.state).toBe('mended')

  await stripe.products.update('plumbperfect_lifetime_access', {name: 'Something else'})
  const renamed = await syncAccount(stripe, {webhookUrl, check: true})
  expect(renamed.lines[0]).toMatchObject({
    state: 'differs',
    detail: expect.stringContaining('Something else'),
  })

  const old = await stripe.webhookEndpoints.create({url: 'http://127.0.0.1:9/', enabled_events: ['*']})
  const dated = await syncAccount(stripe, {webhookUrl: old.url, check: true})
  expect(dated.lines[2]).toMatchObject({state: 'differs', detail: expect.stringContaining('version')})

  const lookup_key = 'lifetime_access'
  const product = 'plumbperfect_lifetime_access'
  await stripe.prices.create({
    product,
    currency: 'usd',
    unit_amount: 14_900,
    lookup_key,
    transfer_lookup_key: true,
  })
  const drifted = await syncAccount(stripe, {webhookUrl})
  expect(drifted.lines[1]).toMatchObject({state: 'differs', detail: expect.stringContaining('14900 usd')})

  const another = await stripe.products.create({name: 'Another'})
  await stripe.prices.create({
    product: another.id,
    currency: 'usd',
    unit_amount: 9_900,
    lookup_key,
    transfer_lookup_key: true,
  })
  const swapped = await syncAccount(stripe, {webhookUrl})
  expect(swapped.lines[1]).toMatchObject({state: 'differs', detail: expect.stringContaining(another.id)})
})
