import {expect, test} from 'playwright/test'
import Stripe from 'stripe'
import {mintNonce} from '#lib/orders/checkout/form.ts'
import {findOrderOfNonce} from '#lib/orders/store.ts'
import {
  FULFILLED,
  postCheckout,
  type RunningShop,
  runningShop,
  STARTED,
  stateOf,
} from '#tests/support/shop/running-shop.ts'
import {payByCard} from '#tests/support/shop/stripe.ts'

let shop: RunningShop

test.beforeAll(() => {
  shop = runningShop()
})
test.afterEach(async () => {
  await shop.control('faults', {}, 'DELETE')
})
test.afterAll(() => shop.close())

const thanks = async (sessionId: string) =>
  (await fetch(`${shop.siteUrl}/checkout/thanks?session_id=${encodeURIComponent(sessionId)}`)).text()

async function start(): Promise<{nonce: string; location: string; sessionId: string}> {
  const nonce = mintNonce()
  const location = (await postCheckout(shop, {nonce})).headers.get('location') ?? ''
  return {nonce, location, sessionId: /cs_test_\w+/.exec(location)?.[0] ?? ''}
}

const expectFulfilledOnce = (nonce: string) =>
  expect.poll(() => stateOf(shop, nonce), {timeout: 30_000}).toEqual(FULFILLED)

test('a forged or foreign session shows nothing of anybody’s', async () => {
  const {nonce, location, sessionId} = await start()
  await payByCard(location)
  await expectFulfilledOnce(nonce)
  const foreign = await shop.stripe.checkout.sessions.create({
    mode: 'payment',
    ui_mode: 'hosted_page',
    line_items: [
      {
        price: (await shop.stripe.prices.list({lookup_keys: ['lifetime_access']})).data[0]?.id ?? '',
        quantity: 1,
      },
    ],
    client_reference_id: 'PP-0000-0000-0000',
    success_url: 'https://elsewhere.example/',
  })
  const order = await findOrderOfNonce(shop.db, nonce)
  for (const id of [
    '',
    'cs_test_forgedforgedforged',
    sessionId.slice(0, -1),
    foreign.id,
    "cs_test_' or 1=1",
  ]) {
    const page = await thanks(id)
    expect(page).toContain('There is no such order here')
    expect(page).not.toContain('pipes.example')
    expect(page).not.toContain(order?.id ?? 'PP-')
  }
  expect(await thanks(sessionId)).toContain(order?.id ?? '')
  expect(await stateOf(shop, nonce)).toEqual(FULFILLED)
})

test('the webhook and two loads of the page at once fulfil once', async () => {
  await shop.control('faults/webhooks', {kind: 'hold', type: '*', times: 20, until: 'release'})
  const {nonce, location, sessionId} = await start()
  await payByCard(location)
  await shop.control('faults', {}, 'DELETE')
  await Promise.all([shop.control('deliveries/release'), thanks(sessionId), thanks(sessionId)])
  await expectFulfilledOnce(nonce)
})

for (const [what, fault] of [
  ['comes twice', {kind: 'duplicate', type: '*', times: 10}],
  ['comes late, after a later one', {kind: 'hold', type: 'checkout.session.completed', until: 'next'}],
  ['carries a wrong signature at first', {kind: 'wrong_signature', type: '*', times: 2}],
  ['is an hour old at first', {kind: 'stale_timestamp', type: '*', times: 2}],
  ['says that it is of the other mode at first', {kind: 'other_mode', type: '*', times: 2}],
] as const) {
  test(`an event that ${what} fulfils once`, async () => {
    await shop.control('faults/webhooks', fault)
    const {nonce, location} = await start()
    await payByCard(location)
    await expectFulfilledOnce(nonce)
  })
}

test('an event whose handling fails is sent again, and then fulfils', async () => {
  const {nonce, location} = await start()
  await shop.control('faults/api', {
    kind: 'status',
    status: 500,
    method: 'GET',
    path: '/v1/checkout/sessions/*',
    times: 6,
  })
  await payByCard(location)
  await expectFulfilledOnce(nonce)
})

test.describe('an event that Stripe did not sign', () => {
  const now = () => Math.floor(Date.now() / 1_000)
  const body = (sessionId: string) =>
    JSON.stringify({
      id: 'evt_forged',
      object: 'event',
      type: 'checkout.session.completed',
      livemode: false,
      created: now(),
      data: {object: {id: sessionId, object: 'checkout.session', payment_status: 'paid'}},
    })
  const sign = (payload: string, timestamp: number) =>
    Stripe.webhooks.generateTestHeaderString({payload, secret: 'whsec_guessed_by_somebody', timestamp})

  for (const [what, status, headers, grow] of [
    ['has no signature', 400, () => ({}), ''],
    ['has somebody else’s', 400, (text: string) => ({'stripe-signature': sign(text, now())}), ''],
    [
      'is larger than any',
      413,
      (text: string) => ({'stripe-signature': sign(text, now())}),
      ' '.repeat(600_000),
    ],
  ] as const) {
    test(`${what} and has no effect`, async () => {
      const {nonce, sessionId} = await start()
      const text = body(sessionId) + grow
      const answer = await fetch(`${shop.siteUrl}/api/stripe/webhook`, {
        method: 'POST',
        headers: {'content-type': 'application/json', ...headers(text)},
        body: text,
      })
      expect(answer.status).toBe(status)
      expect(await stateOf(shop, nonce)).toEqual(STARTED)
    })
  }
})

test('a disputed payment is told to the owner, and the order says so', async () => {
  const {nonce, location, sessionId} = await start()
  await payByCard(location)
  await expectFulfilledOnce(nonce)
  const {payment_intent} = await shop.stripe.checkout.sessions.retrieve(sessionId)
  const {latest_charge} = await shop.stripe.paymentIntents.retrieve(String(payment_intent))
  await shop.control(`charges/${latest_charge}/dispute`)
  await expect
    .poll(() => stateOf(shop, nonce), {timeout: 20_000})
    .toEqual({
      ...FULFILLED,
      order: {state: 'disputed', payment: 'paid'},
      queued: ['order_confirmation', 'owner_alert', 'owner_new_order'],
      arrived: 3,
    })
})
