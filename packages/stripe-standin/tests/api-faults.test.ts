import {afterAll, afterEach, beforeAll, expect, it} from 'vitest'
import {ApiFaults, apiFaultSchema} from '../faults.ts'
import {createPrice, openSession, type StandIn, startStandIn} from './support.ts'

let standIn: StandIn
beforeAll(async () => {
  standIn = await startStandIn()
})
afterEach(() => standIn.control('DELETE', 'faults'))
afterAll(() => standIn.stop())

const fault = (body: object) => standIn.control('POST', 'faults/api', body)
const named = async (name: string) =>
  (await standIn.stripe.products.list({limit: 100})).data.filter((product) => product.name === name)

it('a 500 meets the calls it is meant for, and as many as asked for', async () => {
  await fault({kind: 'status', status: 500, method: 'POST', path: '/v1/products', times: 2})
  await expect(standIn.stripe.products.list()).resolves.toBeDefined()
  for (const _ of [1, 2]) {
    await expect(standIn.stripe.products.create({name: 'Unlucky'})).rejects.toMatchObject({
      statusCode: 500,
      type: 'StripeAPIError',
    })
  }
  await expect(standIn.stripe.products.create({name: 'Unlucky'})).resolves.toBeDefined()
  expect(await named('Unlucky')).toHaveLength(1)
})

it('a 500 once is overcome by the SDK’s own retry', async () => {
  await fault({kind: 'status', status: 500, method: 'POST'})
  await expect(
    standIn.client({maxNetworkRetries: 1}).products.create({name: 'Retried'}),
  ).resolves.toBeDefined()
})

it('a 500 from within a call is replayed to a caller that repeats its key', async () => {
  await fault({kind: 'status', status: 500, saved: true, method: 'POST'})
  const create = () => standIn.stripe.products.create({name: 'Doomed'}, {idempotencyKey: 'doomed'})
  await expect(create()).rejects.toMatchObject({statusCode: 500})
  await expect(create()).rejects.toMatchObject({statusCode: 500})
  expect(await named('Doomed')).toEqual([])
})

it('a 429 has Stripe’s code', async () => {
  await fault({kind: 'status', status: 429, path: '/v1/prices'})
  await expect(standIn.stripe.prices.list()).rejects.toMatchObject({
    type: 'StripeRateLimitError',
    code: 'rate_limit',
  })
})

it('a time-out before the effect leaves nothing behind', async () => {
  await fault({kind: 'hang', when: 'before', method: 'POST'})
  const create = standIn.client({timeout: 200}).products.create({name: 'Never'}, {idempotencyKey: 'never'})
  await expect(create).rejects.toMatchObject({type: 'StripeConnectionError'})
  expect(await named('Never')).toEqual([])
  await standIn.stripe.products.create({name: 'Never'}, {idempotencyKey: 'never'})
  expect(await named('Never')).toHaveLength(1)
})

it('a time-out after the effect loses the reply, which the key finds again', async () => {
  const price = await createPrice(standIn.stripe)
  const params = {line_items: [{price: price.id, quantity: 1}], client_reference_id: 'lost-reply'}
  await fault({kind: 'hang', when: 'after', method: 'POST', path: '/v1/checkout/sessions'})
  const lost = openSession(standIn.client({timeout: 300}), params, {idempotencyKey: 'lost'})
  await expect(lost).rejects.toMatchObject({type: 'StripeConnectionError'})
  const found = await openSession(standIn.stripe, params, {idempotencyKey: 'lost'})
  const {data} = await standIn.stripe.checkout.sessions.list({limit: 100})
  expect(data.filter((session) => session.client_reference_id === 'lost-reply')).toMatchObject([
    {id: found.id},
  ])
})

it('a broken connection after the effect makes no second object when the SDK repeats the call', async () => {
  await fault({kind: 'reset', when: 'after', method: 'POST', path: '/v1/products'})
  await standIn.client({maxNetworkRetries: 1}).products.create({name: 'Broken off'})
  expect(await named('Broken off')).toHaveLength(1)
})

it('a delay answers late', async () => {
  await fault({kind: 'delay', milliseconds: 150, path: '/v1/products'})
  const before = performance.now()
  await standIn.stripe.products.list()
  expect(performance.now() - before).toBeGreaterThanOrEqual(149)
})

it('a fault that makes no sense is refused', async () => {
  await expect(fault({kind: 'earthquake'})).rejects.toThrow(/400/)
  const form = await fetch(`${standIn.running.url}/_control/reset`, {
    method: 'POST',
    body: new URLSearchParams({}),
  })
  expect(form.status).toBe(415)
})

/** Faults without a stand-in. */
function faultsWith(...given: object[]): ApiFaults {
  const faults = new ApiFaults()
  for (const fault of given) faults.add(apiFaultSchema.parse(fault))
  return faults
}

it('meets the calls of its method and path, as often as it was asked to', () => {
  const faults = faultsWith({kind: 'status', method: 'POST', path: '/v1/checkout/sessions', times: 2})
  expect(faults.take('GET', '/v1/checkout/sessions')).toBeUndefined()
  expect(faults.take('POST', '/v1/checkout/sessions/cs_1/expire')).toBeUndefined()
  expect(faults.take('POST', '/v1/checkout/sessions')).toMatchObject({kind: 'status', status: 500})
  expect(faults.take('POST', '/v1/checkout/sessions')).toBeDefined()
  expect(faults.take('POST', '/v1/checkout/sessions')).toBeUndefined()
})

it('takes a star for any part of a path, and dots as they are', () => {
  expect(
    faultsWith({kind: 'hang', path: '/v1/checkout/sessions/*'}).take('GET', '/v1/checkout/sessions/cs_1'),
  ).toBeDefined()
  expect(faultsWith({kind: 'hang', path: '/v1/a.b'}).take('GET', '/v1/aXb')).toBeUndefined()
})

it('uses faults up in the order in which they were added', () => {
  const faults = faultsWith({kind: 'hang'}, {kind: 'reset'})
  expect([1, 2, 3].map(() => faults.take('GET', '/v1/prices')?.kind)).toEqual(['hang', 'reset', undefined])
})
