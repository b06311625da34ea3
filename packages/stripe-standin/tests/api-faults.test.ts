import {afterAll, afterEach, beforeAll, expect, it} from 'vitest'
import {createPrice, openSession} from './support/checkout.ts'
import {type StandIn, startStandIn} from './support/stand-in.ts'

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

it('a 500 from within a call is replayed to whoever repeats its key', async () => {
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
