import {eq} from 'drizzle-orm'
import Stripe from 'stripe'
import {afterAll, afterEach, beforeAll, expect, test} from 'vitest'
import {checkoutAttempts, processedEvents} from '#lib/db/schema.ts'
import {startCheckout} from '#lib/orders/checkout/start-checkout.ts'
import {getOrderStatus} from '#lib/orders/checkout/view.ts'
import {fulfil} from '#lib/orders/fulfil.ts'
import {findContact, findOrder} from '#lib/orders/store.ts'
import {receiveEvent} from '#lib/orders/stripe-events.ts'
import {syncMissedOrders} from '#lib/orders/sync.ts'
import {deliverMail} from '#lib/workers.ts'
import {eventually} from '#tests/support/eventually.ts'
import {
  buy,
  effectsOf,
  FULFILLED_ONCE,
  openShop,
  type Shop,
  start,
  untilState,
} from '#tests/support/shop/shop.ts'
import {authenticate, CARDS, control, payByBank, payByCard} from '#tests/support/shop/stripe.ts'

let shop: Shop

beforeAll(async () => {
  shop = await openShop()
})
afterEach(() => control(shop.stripeUrl, 'faults', {}, 'DELETE'))
afterAll(() => shop.close())

test('a purchase is paid, fulfilled, confirmed, and waits for the details', async () => {
  const {commerce, inbox} = shop
  const started = await startCheckout(commerce, shop.request())
  if (!started.ok) throw new Error(started.reason)
  const thanksUrl = await payByCard(started.url)
  expect(thanksUrl).toMatch(/^https:\/\/shop\.example\/checkout\/thanks\?session_id=cs_test_/)
  await eventually(
    () => findOrder(commerce.db, started.orderId),
    (order) => order?.state === 'paid',
  )
  expect(await deliverMail(commerce)).toEqual({sent: 2, failed: 0})
  expect(await findOrder(commerce.db, started.orderId)).toMatchObject({
    state: 'awaiting_details',
    payment: 'paid',
    amountTotal: 9_900,
  })

  const [toOwner, toClient] = await inbox.about(started.orderId)
  expect(toClient?.to).toMatch(/^"Ann Pipes" <ann-\w+@pipes\.example>$/)
  expect(toClient?.text).toContain('US$99.00')
  expect(toClient?.text).toMatch(/https:\/\/shop\.example\/setup\?link=[\w-]{43}\n/)
  expect(toOwner?.text).toContain('Pipes & Sons')

  const sessionId = new URL(thanksUrl ?? '').searchParams.get('session_id') ?? ''
  expect(await getOrderStatus(commerce, sessionId)).toMatchObject({
    status: 'paid',
    email: 'a•••@pipes.example',
  })
})

const webhookFault = (kind: string, type = '*', rest: object = {}) =>
  control(shop.stripeUrl, 'faults/webhooks', {kind, type, ...rest})

async function settle(sessionId: string, outcome: 'succeeded' | 'failed'): Promise<void> {
  const session = await shop.stripe.checkout.sessions.retrieve(sessionId)
  await control(shop.stripeUrl, `payment_intents/${session.payment_intent}/settle`, {outcome})
}

test('the webhook alone fulfils when the buyer closes the tab', async () => {
  const {orderId} = await buy(shop)
  expect(await effectsOf(shop, orderId)).toEqual(FULFILLED_ONCE)
})

test('the thanks page fulfils before the webhook, which then changes nothing', async () => {
  await webhookFault('hold', '*', {times: 10})
  const {orderId, url, sessionId} = await start(shop)
  await payByCard(url)
  expect(await getOrderStatus(shop.commerce, sessionId)).toMatchObject({status: 'paid', orderId})
  await control(shop.stripeUrl, 'faults', {}, 'DELETE')
  await control(shop.stripeUrl, 'deliveries/release')
  expect(await effectsOf(shop, orderId)).toEqual(FULFILLED_ONCE)
})

test('events that come twice, and in the wrong order, have their effect once', async () => {
  await webhookFault('duplicate', 'checkout.session.completed')
  await webhookFault('duplicate', 'invoice.paid')
  const {orderId} = await buy(shop)
  await control(shop.stripeUrl, 'deliveries/flush')
  expect(await effectsOf(shop, orderId)).toEqual(FULFILLED_ONCE)
  const events = await shop.commerce.db
    .select()
    .from(processedEvents)
    .where(eq(processedEvents.orderId, orderId))
  expect(events.map(({type}) => type).sort()).toEqual(['checkout.session.completed', 'invoice.paid'])
})

test('news that never came is found by the reconciler', async () => {
  await webhookFault('drop', '*', {times: 20})
  const {orderId, url} = await start(shop)
  await payByCard(url)
  await eventually(
    () => syncMissedOrders(shop.commerce, 0),
    ({sessions, events}) => sessions + events > 0,
  )
  expect((await findOrder(shop.commerce.db, orderId))?.state).toBe('paid')
  expect(await effectsOf(shop, orderId)).toEqual(FULFILLED_ONCE)
  expect(await syncMissedOrders(shop.commerce, 0)).toMatchObject({sessions: 0, failures: 0})
})

test.each(['wrong_signature', 'stale_timestamp', 'other_mode'])(
  'webhooks with %s have no effect',
  async (kind) => {
    await webhookFault(kind, '*', {times: 100})
    const {orderId, url} = await start(shop)
    await payByCard(url)
    await control(shop.stripeUrl, 'deliveries/flush')
    expect(await findOrder(shop.commerce.db, orderId)).toMatchObject({state: 'pending', payment: 'unpaid'})
    expect(await effectsOf(shop, orderId)).toEqual({mails: [], paid: 0})
    if (kind === 'other_mode') {
      expect(shop.logged()).toContain('an event of the other mode was refused')
      await deliverMail(shop.commerce)
      const alerts = await shop.inbox.about('The site needs you: livemode mismatch')
      expect(alerts.map(({to}) => to)).toEqual(['owner@shop.example'])
    }
    await syncMissedOrders(shop.commerce, 0)
    expect(await effectsOf(shop, orderId)).toEqual(FULFILLED_ONCE)
  },
)

test('a signature is good for 300 seconds', async () => {
  const payload = JSON.stringify({
    id: 'evt_1',
    object: 'event',
    type: 'price.updated',
    livemode: false,
    created: 1,
    data: {object: {}},
  })
  const now = Math.floor(Date.now() / 1_000)
  const {commerce} = shop
  const received = (timestamp: number) => {
    const header = Stripe.webhooks.generateTestHeaderString({
      payload,
      secret: commerce.webhookSecret,
      timestamp,
    })
    return receiveEvent(commerce, payload, header)
  }
  expect(await received(now - 290)).toMatchObject({ok: true, outcome: {kind: 'catalogue'}})
  expect(await received(now - 310)).toEqual({ok: false, reason: 'bad-signature'})
  expect(await receiveEvent(commerce, payload, null)).toEqual({ok: false, reason: 'bad-signature'})
})

test('a handler that failed is called again, and then has its effect', async () => {
  await control(shop.stripeUrl, 'faults/api', {
    kind: 'status',
    method: 'GET',
    path: '/v1/checkout/sessions/*',
    times: 3,
  })
  const {orderId, url} = await start(shop)
  await payByCard(url)
  await untilState(shop, orderId, 'paid')
  expect(await effectsOf(shop, orderId)).toEqual(FULFILLED_ONCE)
})

test('a declined card leaves the order unpaid, and another card pays it', async () => {
  const {orderId, url} = await start(shop)
  expect(await payByCard(url, CARDS.declined)).toBeNull()
  expect(await findOrder(shop.commerce.db, orderId)).toMatchObject({state: 'pending', payment: 'unpaid'})
  await payByCard(url)
  await untilState(shop, orderId, 'paid')
  expect(await effectsOf(shop, orderId)).toEqual(FULFILLED_ONCE)
})

test('3-D Secure that fails leaves the order unpaid, and one that passes pays it', async () => {
  const {orderId, url} = await start(shop)
  for (const result of ['fail', 'pass'] as const) {
    const challenge = await payByCard(url, CARDS.authenticates)
    await authenticate(challenge ?? '', result)
    if (result === 'fail') expect((await findOrder(shop.commerce.db, orderId))?.payment).toBe('unpaid')
  }
  await untilState(shop, orderId, 'paid')
  expect(await effectsOf(shop, orderId)).toEqual(FULFILLED_ONCE)
})

test('a bank debit is processing until it settles, and fulfils once it does', async () => {
  const {orderId, url, sessionId} = await start(shop)
  await payByBank(url)
  expect(await getOrderStatus(shop.commerce, sessionId)).toMatchObject({status: 'processing'})
  expect((await effectsOf(shop, orderId)).mails).toEqual(['payment_processing'])
  await settle(sessionId, 'succeeded')
  await untilState(shop, orderId, 'paid')
  expect(await effectsOf(shop, orderId)).toEqual({
    mails: [...FULFILLED_ONCE.mails, 'payment_processing'],
    paid: 1,
  })
})

test('a bank debit that fails is told to the client once, and the order can be paid again', async () => {
  const request = shop.request()
  const {orderId, url, sessionId} = await start(shop, request)
  await payByBank(url)
  await eventually(
    () => findOrder(shop.commerce.db, orderId),
    (order) => order?.payment === 'processing',
  )
  await webhookFault('duplicate', 'checkout.session.async_payment_failed')
  await settle(sessionId, 'failed')
  await eventually(
    () => findOrder(shop.commerce.db, orderId),
    (order) => order?.payment === 'failed',
  )
  expect((await effectsOf(shop, orderId)).mails).toEqual(['payment_failed', 'payment_processing'])
  await deliverMail(shop.commerce)
  const failed = (await shop.inbox.about(orderId)).find(({subject}) => subject.includes('did not go through'))
  expect(failed?.text).toContain(`/checkout/${request.plan.slug}?order=${request.nonce}`)
  expect(await getOrderStatus(shop.commerce, sessionId)).toMatchObject({status: 'failed'})
  const again = await start(shop, request)
  expect(again.orderId).toBe(orderId)
  await payByCard(again.url)
  await untilState(shop, orderId, 'paid')
})

test('a session of somebody else shows nothing', async () => {
  const {stripe} = shop
  const foreign = await stripe.checkout.sessions.create({
    mode: 'payment',
    ui_mode: 'hosted_page',
    line_items: [
      {price: (await stripe.prices.list({lookup_keys: ['lifetime_access']})).data[0]?.id ?? '', quantity: 1},
    ],
    success_url: 'https://elsewhere.example/',
  })
  for (const id of [
    foreign.id,
    'cs_test_forgedforgedforged',
    "cs_test_' or 1=1",
    '',
    'cs_live_forgedforgedforged',
  ]) {
    expect(await getOrderStatus(shop.commerce, id)).toEqual({status: 'not-yours'})
  }
})

test('an order that was made in the other mode is not fulfilled', async () => {
  const {orderId, url, sessionId} = await start(shop)
  await webhookFault('drop', '*', {times: 10})
  await payByCard(url)
  const live = {...shop.commerce, livemode: true}
  expect(await fulfil(live, sessionId)).toEqual({ok: false, reason: 'livemode-mismatch'})
  expect((await findOrder(shop.commerce.db, orderId))?.state).toBe('pending')
  expect(shop.logged()).toContain('a session of the other mode was refused')
  await fulfil(live, sessionId)
  expect((await effectsOf(shop, orderId)).mails).toEqual(['owner_alert:livemode-mismatch'])
})

test('a card number that a buyer types as a name is not kept', async () => {
  const {orderId, url} = await start(shop)
  await payByCard(url, CARDS.succeeds, {individual_name: 'Ann 4000/0012/4000/0000'})
  await untilState(shop, orderId, 'paid')
  expect(await findContact(shop.commerce.db, orderId)).toMatchObject({
    name: null,
    businessName: 'Pipes & Sons',
    email: expect.stringMatching(/^ann-\w+@pipes\.example$/),
  })
})

test('what steers a terminal is not kept of a buyer’s name', async () => {
  const {orderId, url} = await start(shop)
  await payByCard(url, CARDS.succeeds, {individual_name: 'Ann\u001B[2J\u009B31m\nPipes'})
  await untilState(shop, orderId, 'paid')
  expect((await findContact(shop.commerce.db, orderId))?.name).toBe('Ann [2J 31m Pipes')
})

// Sessions that were not made here

/** A paid session of the same account, for one dollar, that was not made here and names an order. */
async function paidForADollar(orderId: string, metadata: Record<string, string>): Promise<string> {
  const {stripe} = shop
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
  expect(await getOrderStatus(shop.commerce, foreign)).toEqual({status: 'not-yours'})
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
    expect(await getOrderStatus(shop.commerce, foreign)).toEqual({status: 'not-yours'})
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
