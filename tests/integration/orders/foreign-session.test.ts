import {eq} from 'drizzle-orm'
import {afterAll, beforeAll, expect, test} from 'vitest'
import {checkoutAttempts} from '#lib/db/schema.ts'
import {findOrder} from '#lib/orders/find-order.ts'
import {fulfil} from '#lib/orders/fulfil.ts'
import {readThanks} from '#lib/orders/read-thanks.ts'
import {effectsOf, FULFILLED_ONCE, openShop, type Shop, start, untilState} from '#tests/support/shop/shop.ts'
import {control, payByCard} from '#tests/support/shop/stripe.ts'

let shop: Shop

beforeAll(async () => {
  shop = await openShop()
})
afterAll(() => shop.close())

/** A paid session of the same account, for one dollar, that was not made here and names an order. */
async function paidForADollar(orderId: string, metadata: Record<string, string>): Promise<string> {
  const {stripe} = shop.commerce
  const product = 'plumbperfect_lifetime_access'
  const price = await stripe.prices.create({product, currency: 'usd', unit_amount: 100})
  const session = await stripe.checkout.sessions.create({
    mode: 'payment',
    ui_mode: 'hosted_page',
    line_items: [{price: price.id, quantity: 1}],
    client_reference_id: orderId,
    metadata,
    success_url: 'https://elsewhere.example/',
  })
  await payByCard(session.url ?? '')
  await control(shop.stripeUrl, 'deliveries/flush')
  return session.id
}

/** As when this process fell after Stripe made the session and before that was noted. */
const forgetSession = (orderId: string) =>
  shop.commerce.db
    .update(checkoutAttempts)
    .set({status: 'creating', sessionId: null})
    .where(eq(checkoutAttempts.orderId, orderId))

test('a payment of the same account that merely carries an order’s id does not pay it', async () => {
  const {orderId} = await start(shop)
  await forgetSession(orderId)
  const foreign = await paidForADollar(orderId, {})
  expect(await fulfil(shop.commerce, foreign)).toEqual({ok: false, reason: 'not-ours'})
  expect(await readThanks(shop.commerce, foreign)).toEqual({status: 'not-yours'})
  expect(await findOrder(shop.commerce.db, orderId)).toMatchObject({state: 'pending', payment: 'unpaid'})
})

test.each([
  ['an attempt that has its session', '1', false],
  ['an attempt whose session was never heard of', '1', true],
  ['an attempt that was never made', '7', false],
])(
  'a payment that claims to be %s, at another price, pays nothing and is told to the owner',
  async (_name, attempt, isForgotten) => {
    const {orderId, url} = await start(shop)
    if (isForgotten) await forgetSession(orderId)
    const foreign = await paidForADollar(orderId, {order_id: orderId, attempt})
    await fulfil(shop.commerce, foreign)
    expect(await readThanks(shop.commerce, foreign)).toEqual({status: 'not-yours'})
    expect(await findOrder(shop.commerce.db, orderId)).toMatchObject({state: 'pending', payment: 'unpaid'})
    expect(await effectsOf(shop, orderId)).toEqual({mails: ['owner_alert:foreign-payment'], paid: 0})
    expect(shop.logged()).toContain('a session that was not made here names an order')

    await payByCard(url)
    expect(await untilState(shop, orderId, 'paid')).toMatchObject({amountTotal: 9_900})
  },
)

test('a session whose creation was never heard of again pays its order', async () => {
  const {orderId, url} = await start(shop)
  await forgetSession(orderId)
  await payByCard(url)
  await untilState(shop, orderId, 'paid')
  expect(await effectsOf(shop, orderId)).toEqual(FULFILLED_ONCE)
})
