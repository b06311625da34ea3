import {afterAll, beforeAll, describe, expect, it} from 'vitest'
import {fingerprint} from '../api.ts'
import {createPrice, openSession, type StandIn, startStandIn} from './support.ts'

let standIn: StandIn
beforeAll(async () => {
  standIn = await startStandIn()
})
afterAll(() => standIn.stop())

it('replays the first answer to a key, word for word, and says so', async () => {
  const {products} = standIn.stripe
  const first = await products.create({name: 'Once', metadata: {a: '1', b: '2'}}, {idempotencyKey: 'once'})
  const again = await products.create({metadata: {b: '2', a: '1'}, name: 'Once'}, {idempotencyKey: 'once'})
  expect(again).toEqual(first)
  expect(first.lastResponse.headers).not.toHaveProperty('idempotent-replayed')
  expect(again.lastResponse.headers).toMatchObject({
    'idempotent-replayed': 'true',
    'original-request': first.lastResponse.requestId,
  })
  expect((await products.list({limit: 100})).data.filter(({name}) => name === 'Once')).toHaveLength(1)
})

it('replays a session’s first answer after the session is closed', async () => {
  const price = await createPrice(standIn.stripe)
  const params = {line_items: [{price: price.id, quantity: 1}]}
  const session = await openSession(standIn.stripe, params, {idempotencyKey: 'session'})
  await standIn.stripe.checkout.sessions.expire(session.id)
  const replayed = await openSession(standIn.stripe, params, {idempotencyKey: 'session'})
  expect(replayed).toMatchObject({id: session.id, status: 'open', url: session.url})
})

it('refuses a key that comes back with other parameters, or for another call', async () => {
  const {products, customers} = standIn.stripe
  await products.create({name: 'A'}, {idempotencyKey: 'reused'})
  const other = {statusCode: 400, type: 'StripeIdempotencyError'}
  await expect(products.create({name: 'B'}, {idempotencyKey: 'reused'})).rejects.toMatchObject(other)
  await expect(customers.create({name: 'A'}, {idempotencyKey: 'reused'})).rejects.toMatchObject(other)
})

it('answers 409 while the first call with a key is under way', async () => {
  await standIn.control('POST', 'faults/api', {
    kind: 'delay',
    method: 'POST',
    milliseconds: 300,
    when: 'before',
  })
  const create = () => standIn.stripe.products.create({name: 'Slow'}, {idempotencyKey: 'slow'})
  const [first, second] = await Promise.allSettled([create(), create()])
  const outcomes = [first, second].map((result) => result.status).sort()
  expect(outcomes).toEqual(['fulfilled', 'rejected'])
  const refused = [first, second].find((result) => result.status === 'rejected')
  expect(refused?.reason).toMatchObject({statusCode: 409, code: 'idempotency_key_in_use'})
})

it('makes one object of many equal calls at once, when the SDK may retry', async () => {
  const patient = standIn.client({maxNetworkRetries: 5})
  const create = () => patient.products.create({name: 'Crowd'}, {idempotencyKey: 'crowd'})
  const made = await Promise.all(Array.from({length: 10}, create))
  expect(new Set(made.map(({id}) => id)).size).toBe(1)
})

it('keeps no answer for a call that was refused', async () => {
  const {products} = standIn.stripe
  await products.create({id: 'prod_first', name: 'First'})
  const create = () => products.create({id: 'prod_first', name: 'Again'}, {idempotencyKey: 'refused'})
  await expect(create()).rejects.toMatchObject({code: 'resource_already_exists'})
  await products.del('prod_first')
  await expect(create()).rejects.toMatchObject({code: 'resource_already_exists'})
})

it('keeps the keys of the two modes apart', async () => {
  const live = standIn.client({key: standIn.running.account.live.secretKey})
  const [test, other] = await Promise.all([
    standIn.stripe.products.create({name: 'Mode'}, {idempotencyKey: 'mode'}),
    live.products.create({name: 'Mode'}, {idempotencyKey: 'mode'}),
  ])
  expect(test.id).not.toBe(other.id)
})

describe('the fingerprint of a call', () => {
  it('is the same for the same parameters in any order', () => {
    const one = fingerprint('POST', '/v1/products', {name: 'A', metadata: {a: '1', b: '2'}})
    expect(fingerprint('POST', '/v1/products', {metadata: {b: '2', a: '1'}, name: 'A'})).toBe(one)
  })

  it('differs by method, path, value, and the order of a list', () => {
    const prints = [
      fingerprint('POST', '/v1/products', {images: ['a', 'b']}),
      fingerprint('POST', '/v1/products', {images: ['b', 'a']}),
      fingerprint('POST', '/v1/prices', {images: ['a', 'b']}),
      fingerprint('DELETE', '/v1/products', {images: ['a', 'b']}),
    ]
    expect(new Set(prints).size).toBe(4)
  })
})
