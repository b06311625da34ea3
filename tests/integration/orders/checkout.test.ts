import {eq} from 'drizzle-orm'
import {afterAll, afterEach, beforeAll, expect, test} from 'vitest'
import {orders} from '#lib/db/schema.ts'
import {type CheckoutRequest, startCheckout} from '#lib/orders/checkout/start-checkout.ts'
import {findOrder, listAttempts} from '#lib/orders/store.ts'
import {makeRestrictedKey} from '#scripts/stack/prepare.ts'
import {eventually} from '#tests/support/eventually.ts'
import {openShop, PLAN, type Shop, start, untilState} from '#tests/support/shop/shop.ts'
import {control, payByCard} from '#tests/support/shop/stripe.ts'

let shop: Shop

beforeAll(async () => {
  shop = await openShop()
})
afterEach(() => control(shop.stripeUrl, 'faults', {}, 'DELETE'))
afterAll(() => shop.close())

const sessionFault = (fault: object) =>
  control(shop.stripeUrl, 'faults/api', {method: 'POST', path: '/v1/checkout/sessions', ...fault})

async function sessionsOf(orderId: string): Promise<string[]> {
  const all = await shop.stripe.checkout.sessions.list({limit: 100}).autoPagingToArray({limit: 1_000})
  return all.filter(({client_reference_id}) => client_reference_id === orderId).map(({id}) => id)
}

const planOf = (lookupKey: string) => ({slug: lookupKey, name: lookupKey, lookupKey})

test('a second press of the button, and Back, lead to the same session', async () => {
  const request = shop.request()
  const first = await start(shop, request)
  expect(await start(shop, request)).toEqual(first)
  expect(await sessionsOf(first.orderId)).toEqual([first.sessionId])
})

test('two buyers get two orders', async () => {
  const [one, another] = [await start(shop), await start(shop)]
  expect(one.orderId).not.toBe(another.orderId)
  expect(one.sessionId).not.toBe(another.sessionId)
})

test('Stripe is asked for the four things that the policy allows, and told ids only', async () => {
  const {sessionId, orderId} = await start(shop)
  const session = await shop.stripe.checkout.sessions.retrieve(sessionId)
  expect(session).toMatchObject({
    mode: 'payment',
    client_reference_id: orderId,
    metadata: {order_id: orderId, attempt: '1'},
    phone_number_collection: {enabled: true},
    name_collection: {
      business: {enabled: true, optional: false},
      individual: {enabled: true, optional: false},
    },
    invoice_creation: {enabled: true},
    amount_total: 9_900,
    currency: 'usd',
  })
  expect(session.shipping_address_collection).toBeNull()
  expect(session.custom_fields).toEqual([])
})

test('the nonce of one plan cannot buy another', async () => {
  const request = shop.request()
  const {orderId} = await start(shop, request)
  const result = await startCheckout(shop.commerce, {...request, plan: planOf('other')})
  expect(result).toEqual({ok: false, reason: 'nonce-reused'})
  expect(await findOrder(shop.commerce.db, orderId)).toMatchObject({
    plan: PLAN.slug,
    lookupKey: PLAN.lookupKey,
  })
})

test('an expired session gives way to a new one of the same order', async () => {
  const request = shop.request()
  const first = await start(shop, request)
  await shop.stripe.checkout.sessions.expire(first.sessionId)
  const second = await start(shop, request)
  expect(second.orderId).toBe(first.orderId)
  expect(second.sessionId).not.toBe(first.sessionId)
  await payByCard(second.url)
  await untilState(shop, first.orderId, 'paid')
  const attempts = await listAttempts(shop.commerce.db, first.orderId)
  expect(attempts.map(({status}) => status)).toEqual(['complete', 'expired'])
})

test('a bought order says so and leads to its thanks page', async () => {
  const request = shop.request()
  const {orderId, url, sessionId} = await start(shop, request)
  await payByCard(url)
  expect(await startCheckout(shop.commerce, request)).toEqual({
    ok: false,
    reason: 'already-bought',
    orderId,
    sessionId,
  })
  expect(await sessionsOf(orderId)).toHaveLength(1)
})

test.each([
  ['a reply that is lost after the session was made', {kind: 'reset', when: 'after'}],
  ['a connection that breaks before', {kind: 'reset', when: 'before'}],
  ['one failure of Stripe', {kind: 'status', status: 500}],
  ['being told twice to slow down', {kind: 'status', status: 429, times: 2}],
])('%s ends in one session', async (_name, fault) => {
  await sessionFault(fault)
  const {orderId, sessionId} = await start(shop)
  expect(await sessionsOf(orderId)).toEqual([sessionId])
})

test('no answer at all within the time that a visitor waits ends in one session', async () => {
  await sessionFault({kind: 'hang', when: 'after'})
  const {orderId, sessionId} = await start(shop)
  expect(await sessionsOf(orderId)).toEqual([sessionId])
})

test.each([
  ['unreachable', {kind: 'reset', times: 20}],
  ['busy', {kind: 'status', status: 429, times: 20}],
])('when Stripe is %s the order is kept, and the same press works later', async (reason, fault) => {
  const request = shop.request()
  await sessionFault(fault)
  expect(await startCheckout(shop.commerce, request)).toEqual({ok: false, reason})
  const [kept] = await shop.commerce.db.select().from(orders).where(eq(orders.nonce, request.nonce))
  expect(kept).toMatchObject({state: 'pending', payment: 'unpaid'})
  await control(shop.stripeUrl, 'faults', {}, 'DELETE')
  const {orderId, sessionId} = await start(shop, request)
  expect(orderId).toBe(kept?.id)
  expect(await sessionsOf(orderId)).toEqual([sessionId])
})

test('a failure that Stripe keeps under the key is not the end of the order', async () => {
  await sessionFault({kind: 'status', status: 500, saved: true})
  const {orderId, sessionId} = await start(shop)
  expect(await sessionsOf(orderId)).toEqual([sessionId])
  const attempts = await listAttempts(shop.commerce.db, orderId)
  expect(attempts.map(({status}) => status)).toEqual(['open', 'abandoned'])
})

test.each([
  ['unknown-price', {}],
  ['archived-price', {active: false}],
  ['recurring-price', {recurring: {interval: 'month' as const}}],
  ['unusable-price', {currency: 'eur'}],
])('a plan whose lookup key leads to no price it can be sold at: %s', async (reason, price) => {
  const {stripe} = shop
  const lookupKey = `key_${reason}`
  if (reason !== 'unknown-price') {
    const {active, ...params} = {active: true, currency: 'usd', ...price}
    const product = 'plumbperfect_lifetime_access'
    const made = await stripe.prices.create({product, unit_amount: 100, lookup_key: lookupKey, ...params})
    if (!active) await stripe.prices.update(made.id, {active})
  }
  const request = {...shop.request(), plan: planOf(lookupKey)}
  expect(await startCheckout(shop.commerce, request)).toEqual({ok: false, reason})
  const [kept] = await shop.commerce.db.select().from(orders).where(eq(orders.nonce, request.nonce))
  expect(kept?.state).toBe('pending')
  expect(await sessionsOf(kept?.id ?? '')).toEqual([])
})

test('a lookup key that moved to another price sells at that price', async () => {
  const {stripe} = shop
  const product = 'plumbperfect_lifetime_access'
  const lookup_key = 'key_transferred'
  await stripe.prices.create({product, currency: 'usd', unit_amount: 100, lookup_key})
  const dearer = {product, currency: 'usd', unit_amount: 200, lookup_key, transfer_lookup_key: true}
  await stripe.prices.create(dearer)
  const {sessionId} = await start(shop, {...shop.request(), plan: planOf(lookup_key)})
  expect((await stripe.checkout.sessions.retrieve(sessionId)).amount_total).toBe(200)
})

test('a key that may not sell sells nothing, and the log names the permission that it lacks', async () => {
  const key = await makeRestrictedKey(shop.stripeUrl, ['plan_read', 'product_read', 'checkout_session_read'])
  const site = shop.instance({STRIPE_SECRET_KEY: key})
  const request = shop.request()
  expect(await startCheckout(site, request)).toEqual({ok: false, reason: 'unreachable'})
  expect(shop.logged()).toContain('"missingPermission":"checkout_session_write"')
  const withoutPrices = await makeRestrictedKey(shop.stripeUrl, ['product_read'])
  const blind = shop.instance({STRIPE_SECRET_KEY: withoutPrices})
  expect(await startCheckout(blind, shop.request())).toEqual({ok: false, reason: 'unreachable'})
  expect(shop.logged()).toContain('"missingPermission":"plan_read"')
  await start(shop, request)
})

test('a price that is taken off sale between two presses is not sold', async () => {
  const {stripe} = shop
  const lookup_key = 'key_taken_off'
  const product = 'plumbperfect_lifetime_access'
  const price = await stripe.prices.create({product, currency: 'usd', unit_amount: 100, lookup_key})
  const request = {...shop.request(), plan: planOf(lookup_key)}
  await sessionFault({kind: 'reset', times: 20})
  expect(await startCheckout(shop.commerce, request)).toMatchObject({ok: false})
  await control(shop.stripeUrl, 'faults', {}, 'DELETE')
  await stripe.prices.update(price.id, {active: false})
  expect(await startCheckout(shop.commerce, request)).toEqual({ok: false, reason: 'archived-price'})
})

/** A price of its own under a lookup key of its own, and what moves the key to another price. */
async function movablePrice(lookup_key: string) {
  const {prices} = shop.stripe
  const params = {product: 'plumbperfect_lifetime_access', currency: 'usd', lookup_key}
  const cheap = await prices.create({...params, unit_amount: 100})
  return {
    request: {...shop.request(), plan: planOf(lookup_key)},
    move: () => prices.create({...params, unit_amount: 200, transfer_lookup_key: true}),
    takeOffSale: () => prices.update(cheap.id, {active: false}),
  }
}

test('a price that changes while a session is open is the one that is charged', async () => {
  const {request, move} = await movablePrice('key_moved_while_open')
  const before = await start(shop, request)
  await move()
  const after = await start(shop, request)
  const {sessions} = shop.stripe.checkout
  expect((await sessions.retrieve(before.sessionId)).status).toBe('expired')
  expect(await sessions.retrieve(after.sessionId)).toMatchObject({status: 'open', amount_total: 200})
  const attempts = await listAttempts(shop.commerce.db, after.orderId)
  expect(attempts.map(({status}) => status)).toEqual(['open', 'expired'])
  expect(await start(shop, request)).toEqual(after)
})

test('a price that changes before its session could be made is the one that is charged', async () => {
  const {request, move} = await movablePrice('key_moved_before')
  await sessionFault({kind: 'reset', times: 20})
  expect(await startCheckout(shop.commerce, request)).toMatchObject({ok: false})
  await control(shop.stripeUrl, 'faults', {}, 'DELETE')
  await move()
  const {sessionId} = await start(shop, request)
  expect((await shop.stripe.checkout.sessions.retrieve(sessionId)).amount_total).toBe(200)
})

test('an open session of a price that was taken off sale is ended', async () => {
  const {request, takeOffSale} = await movablePrice('key_taken_off_while_open')
  const {sessionId} = await start(shop, request)
  await takeOffSale()
  expect(await startCheckout(shop.commerce, request)).toEqual({ok: false, reason: 'archived-price'})
  expect((await shop.stripe.checkout.sessions.retrieve(sessionId)).status).toBe('expired')
})

test('an order that was paid while its price changed stays paid at the price of its session', async () => {
  const {request, move} = await movablePrice('key_moved_while_paid')
  const {orderId, url} = await start(shop, request)
  await control(shop.stripeUrl, 'faults/webhooks', {kind: 'drop', type: '*', times: 20})
  await payByCard(url)
  await move()
  expect(await startCheckout(shop.commerce, request)).toMatchObject({ok: false, reason: 'already-bought'})
  expect(await findOrder(shop.commerce.db, orderId)).toMatchObject({state: 'paid', amountTotal: 100})
})

test('an unpaid order that is taken up again is made under the documents of that day, a paid one stays as it was', async () => {
  const request = shop.request()
  const later = {...request, versions: {terms: 'policy-terms@two', policy: 'policy-privacy@two'}}
  const {orderId, url} = await start(shop, request)
  await start(shop, later)
  expect(await findOrder(shop.commerce.db, orderId)).toMatchObject({
    termsVersion: 'policy-terms@two',
    policyVersion: 'policy-privacy@two',
  })
  await payByCard(url)
  await untilState(shop, orderId, 'paid')
  await startCheckout(shop.commerce, request)
  expect(await findOrder(shop.commerce.db, orderId)).toMatchObject({termsVersion: 'policy-terms@two'})
})

test('a buyer who saw another amount is not led to the payment, and no old session can be paid', async () => {
  const {request, move} = await movablePrice('key_moved_after_shown')
  const seeing = (shownAmount: number): CheckoutRequest => ({...request, shownAmount})
  const {sessionId} = await start(shop, seeing(100))
  await move()
  const refused = await startCheckout(shop.commerce, seeing(100))
  expect(refused).toEqual({ok: false, reason: 'price-changed'})
  const {sessions} = shop.stripe.checkout
  expect((await sessions.retrieve(sessionId)).status).toBe('expired')
  const agreed = await start(shop, seeing(200))
  expect(await sessions.retrieve(agreed.sessionId)).toMatchObject({status: 'open', amount_total: 200})
})

test('a session that is open when its price changes ends by itself, and one at the same price stays', async () => {
  const {request, move} = await movablePrice('key_moved_unseen')
  const [outdated, other] = [await start(shop, request), await start(shop)]
  await move()
  const statusOf = async (id: string) => (await shop.stripe.checkout.sessions.retrieve(id)).status
  await eventually(
    () => statusOf(outdated.sessionId),
    (status) => status === 'expired',
  )
  expect(await statusOf(other.sessionId)).toBe('open')
})
