import {eq} from 'drizzle-orm'
import {afterAll, afterEach, beforeAll, expect, test} from 'vitest'
import {orders} from '#lib/db/schema.ts'
import {getOrderStatus} from '#lib/orders/checkout/view.ts'
import {advanceOrder} from '#lib/orders/owner-actions.ts'
import {findRefundable, refundOrder} from '#lib/orders/refunds.ts'
import {findOrder, showOrder} from '#lib/orders/store.ts'
import {syncMissedOrders} from '#lib/orders/sync.ts'
import {deliverMail} from '#lib/workers.ts'
import {eventually} from '#tests/support/eventually.ts'
import {buy, effectsOf, openShop, type Shop, start, untilState} from '#tests/support/shop/shop.ts'
import {control, payByBank, payByCard} from '#tests/support/shop/stripe.ts'

let shop: Shop

beforeAll(async () => {
  shop = await openShop()
})
afterEach(() => control(shop.stripeUrl, 'faults', {}, 'DELETE'))
afterAll(() => shop.close())

const webhookFault = (kind: string, type = '*', rest: object = {}) =>
  control(shop.stripeUrl, 'faults/webhooks', {kind, type, ...rest})

async function paymentOf(orderId: string): Promise<string> {
  return (await findOrder(shop.commerce.db, orderId))?.paymentIntentId ?? ''
}

/** The client's bank disputes the payment of an order. Returns the id of the dispute. */
async function dispute(orderId: string): Promise<string> {
  const intent = await shop.stripe.paymentIntents.retrieve(await paymentOf(orderId))
  await control(shop.stripeUrl, `charges/${intent.latest_charge}/dispute`)
  const {data} = await shop.stripe.disputes.list({payment_intent: intent.id})
  return data[0]?.id ?? ''
}

async function statesOf(orderId: string): Promise<string[]> {
  const shown = await showOrder(shop.commerce.db, orderId)
  return shown?.history.map(({toState}) => toState) ?? []
}

test('a refund that is heard of before the payment finds its order', async () => {
  await webhookFault('drop', 'checkout.session.completed')
  await webhookFault('drop', 'invoice.paid')
  const {orderId, url, sessionId} = await start(shop)
  await payByCard(url)
  expect((await findOrder(shop.commerce.db, orderId))?.state).toBe('pending')
  const {payment_intent} = await shop.stripe.checkout.sessions.retrieve(sessionId)
  await shop.stripe.refunds.create({payment_intent: String(payment_intent)})
  expect(await untilState(shop, orderId, 'refunded')).toMatchObject({
    payment: 'refunded',
    amountRefunded: 9_900,
  })
  expect((await effectsOf(shop, orderId)).paid).toBe(1)
})

test('an order is refunded once, however often it is asked for', async () => {
  const {orderId} = await buy(shop)
  const results = await Promise.all([1, 2, 3].map(() => refundOrder(shop.commerce, orderId)))
  expect(results.some(({ok}) => ok)).toBe(true)
  const {data} = await shop.stripe.refunds.list({payment_intent: await paymentOf(orderId)})
  expect(data).toHaveLength(1)
  expect(await findOrder(shop.commerce.db, orderId)).toMatchObject({state: 'refunded', payment: 'refunded'})
  expect(await refundOrder(shop.commerce, orderId)).toEqual({ok: false, reason: 'already-refunded'})
})

test('a refund whose answer is lost is not given twice', async () => {
  const {orderId} = await buy(shop)
  await control(shop.stripeUrl, 'faults/api', {
    kind: 'reset',
    when: 'after',
    method: 'POST',
    path: '/v1/refunds',
    times: 3,
  })
  await expect(refundOrder(shop.commerce, orderId)).rejects.toThrow()
  await control(shop.stripeUrl, 'faults', {}, 'DELETE')
  await syncMissedOrders(shop.commerce, 0)
  await untilState(shop, orderId, 'refunded')
  const {data} = await shop.stripe.refunds.list({payment_intent: await paymentOf(orderId)})
  expect(data).toHaveLength(1)
})

test('a dispute is told to the owner, and a won one puts the order back', async () => {
  const {orderId} = await buy(shop)
  const disputeId = await dispute(orderId)
  await untilState(shop, orderId, 'disputed')
  expect(await refundOrder(shop.commerce, orderId)).toEqual({ok: false, reason: 'disputed'})
  await control(shop.stripeUrl, `disputes/${disputeId}/close`, {outcome: 'won'})
  await untilState(shop, orderId, 'paid')
  expect((await effectsOf(shop, orderId)).mails).toEqual([
    'order_confirmation',
    'owner_alert:dispute-won',
    'owner_alert:disputed',
    'owner_new_order',
  ])
})

const linksTo = async (orderId: string) =>
  (await shop.inbox.about(orderId)).filter(({text}) => text.includes('/setup?link='))

test('a client whose confirmation went out during a dispute gets the link when it is won', async () => {
  const {orderId} = await buy(shop)
  const disputeId = await dispute(orderId)
  await untilState(shop, orderId, 'disputed')
  await deliverMail(shop.commerce)
  expect(await linksTo(orderId)).toEqual([])
  await control(shop.stripeUrl, `disputes/${disputeId}/close`, {outcome: 'won'})
  await untilState(shop, orderId, 'paid')
  await deliverMail(shop.commerce)
  expect(await linksTo(orderId)).toHaveLength(1)
  expect(await findOrder(shop.commerce.db, orderId)).toMatchObject({state: 'awaiting_details'})
})

test('a client who got the link just before a dispute keeps it, and the order waits for the details', async () => {
  const {orderId} = await buy(shop)
  await deliverMail(shop.commerce)
  // As when the dispute comes between the writing of the mail and the note that it was sent.
  await shop.commerce.db.update(orders).set({state: 'paid'}).where(eq(orders.id, orderId))
  const disputeId = await dispute(orderId)
  await untilState(shop, orderId, 'disputed')
  await control(shop.stripeUrl, `disputes/${disputeId}/close`, {outcome: 'won'})
  await untilState(shop, orderId, 'awaiting_details')
  await deliverMail(shop.commerce)
  expect(await linksTo(orderId)).toHaveLength(1)
})

test('a dispute that is lost is money given back', async () => {
  const {orderId} = await buy(shop)
  const disputeId = await dispute(orderId)
  await untilState(shop, orderId, 'disputed')
  await control(shop.stripeUrl, `disputes/${disputeId}/close`, {outcome: 'lost'})
  expect(await untilState(shop, orderId, 'refunded')).toMatchObject({payment: 'refunded'})
})

test.each([
  ['comes late', 'hold'],
  ['never comes', 'drop'],
])('a dispute is lost as well when the news of its beginning %s', async (_name, kind) => {
  const {orderId} = await buy(shop)
  await webhookFault(kind, 'charge.dispute.created')
  const disputeId = await dispute(orderId)
  await control(shop.stripeUrl, `disputes/${disputeId}/close`, {outcome: 'lost'})
  expect(await untilState(shop, orderId, 'refunded')).toMatchObject({payment: 'refunded'})
  await control(shop.stripeUrl, 'deliveries/release')
  await syncMissedOrders(shop.commerce, 0)
  expect(await findOrder(shop.commerce.db, orderId)).toMatchObject({state: 'refunded', payment: 'refunded'})
  expect(await statesOf(orderId)).toEqual(['paid', 'disputed', 'refunded'])
  expect((await effectsOf(shop, orderId)).mails).toContain('owner_alert:dispute-lost')
})

test('a dispute that was won before anybody heard of it changes nothing', async () => {
  const {orderId} = await buy(shop)
  await webhookFault('hold', 'charge.dispute.created')
  const disputeId = await dispute(orderId)
  await control(shop.stripeUrl, `disputes/${disputeId}/close`, {outcome: 'won'})
  await control(shop.stripeUrl, 'deliveries/flush')
  await control(shop.stripeUrl, 'deliveries/release')
  expect(await statesOf(orderId)).toEqual(['paid'])
})

test('a refund that fails puts the order back, tells the owner, and can be asked for again', async () => {
  const {orderId, url, sessionId} = await start(shop)
  await payByBank(url)
  const {payment_intent} = await shop.stripe.checkout.sessions.retrieve(sessionId)
  await control(shop.stripeUrl, `payment_intents/${payment_intent}/settle`, {outcome: 'succeeded'})
  await untilState(shop, orderId, 'paid')
  const refunded = await refundOrder(shop.commerce, orderId)
  if (!refunded.ok) throw new Error(refunded.reason)
  await untilState(shop, orderId, 'refunded')
  await control(shop.stripeUrl, `refunds/${refunded.refundId}/settle`, {outcome: 'failed'})
  expect(await untilState(shop, orderId, 'paid')).toMatchObject({payment: 'paid', amountRefunded: 0})
  expect((await effectsOf(shop, orderId)).mails).toContain('owner_alert:refund-failed')
  expect(await refundOrder(shop.commerce, orderId)).toMatchObject({ok: true})
})

const giveBackAtStripe = async (orderId: string, amount: number) =>
  shop.stripe.refunds.create({payment_intent: await paymentOf(orderId), amount})

const untilRefunded = (orderId: string, sum: number) =>
  eventually(
    () => findOrder(shop.commerce.db, orderId),
    (found) => found?.amountRefunded === sum,
  )

const refundMails = async (orderId: string) =>
  (await shop.inbox.about(orderId)).filter(({subject}) => subject.includes('on its way back'))

test('parts given back in the dashboard add up, the client is told of each, and the order goes on', async () => {
  const {orderId, sessionId} = await buy(shop)
  await giveBackAtStripe(orderId, 990)
  expect(await untilRefunded(orderId, 990)).toMatchObject({state: 'paid', payment: 'paid'})
  await giveBackAtStripe(orderId, 990)
  expect(await untilRefunded(orderId, 1_980)).toMatchObject({state: 'paid', payment: 'paid'})
  await deliverMail(shop.commerce)
  const mails = await refundMails(orderId)
  expect(mails.map(({subject}) => subject)).toEqual(
    Array(2).fill(`US$9.90 is on its way back to you (order ${orderId})`),
  )
  for (const {text} of mails) expect(text).toMatch(/Paid +US\$99\.00.*\nSent back +US\$19\.80\n/)
  expect(await getOrderStatus(shop.commerce, sessionId)).toMatchObject({
    status: 'paid',
    amount: 'US$99.00',
    refunded: 'US$19.80',
  })
})

test('what remains is known though the news of a refund never came', async () => {
  const {orderId} = await buy(shop)
  await webhookFault('drop', 'refund.created')
  await webhookFault('drop', 'refund.updated')
  await giveBackAtStripe(orderId, 1_980)
  expect(await findRefundable(shop.commerce, orderId)).toEqual({
    ok: true,
    paid: 9_900,
    refunded: 1_980,
    remaining: 7_920,
    currency: 'usd',
  })
})

test('a part is given back, then the rest, and never more', async () => {
  const {orderId} = await buy(shop)
  expect(await refundOrder(shop.commerce, orderId, {amount: 9_901})).toEqual({
    ok: false,
    reason: 'more-than-remains',
  })
  expect(await refundOrder(shop.commerce, orderId, {amount: 990})).toMatchObject({ok: true, amount: 990})
  expect(await findOrder(shop.commerce.db, orderId)).toMatchObject({state: 'paid', amountRefunded: 990})
  expect(await refundOrder(shop.commerce, orderId)).toMatchObject({ok: true, amount: 8_910})
  expect(await findOrder(shop.commerce.db, orderId)).toMatchObject({
    state: 'refunded',
    amountRefunded: 9_900,
  })
  await deliverMail(shop.commerce)
  expect((await refundMails(orderId)).map(({subject}) => subject.split(' ')[0]).sort()).toEqual([
    'US$89.10',
    'US$9.90',
  ])
})

test('a part that is asked for by two presses of a button is given back once', async () => {
  const {orderId} = await buy(shop)
  const wish = {amount: 990, refundedBefore: 0}
  const [first, second] = await Promise.all([1, 2].map(() => refundOrder(shop.commerce, orderId, wish)))
  expect([first, second].some((result) => result?.ok)).toBe(true)
  expect(await refundOrder(shop.commerce, orderId, wish)).toEqual({ok: false, reason: 'changed-meanwhile'})
  const {data} = await shop.stripe.refunds.list({payment_intent: await paymentOf(orderId)})
  expect(data.map(({amount}) => amount)).toEqual([990])
})

test('after a part was given back the set-up begins', async () => {
  const {orderId} = await buy(shop)
  await deliverMail(shop.commerce)
  await refundOrder(shop.commerce, orderId, {amount: 990})
  expect(await advanceOrder(shop.commerce, orderId, {withoutDetails: true})).toMatchObject({
    ok: true,
    to: 'in_set_up',
  })
})
