import {afterAll, beforeAll, describe, expect, it} from 'vitest'
import {createPrice, openSession, type StandIn, startStandIn} from './support.ts'

let standIn: StandIn
beforeAll(async () => {
  standIn = await startStandIn()
})
afterAll(() => standIn.stop())

const get = (path: string, headers: Record<string, string>) =>
  fetch(`${standIn.running.url}${path}`, {headers})
const authorized = () => ({authorization: `Bearer ${standIn.running.account.test.secretKey}`})

describe('who may call', () => {
  it('refuses a call without a key, and one with an unknown key without repeating it', async () => {
    expect((await get('/v1/prices', {})).status).toBe(401)
    const stranger = standIn.client({key: 'sk_test_anotheraccountskey0000'})
    const refusal = await stranger.prices.list().catch((error: unknown) => error)
    expect(refusal).toMatchObject({statusCode: 401, type: 'StripeAuthenticationError'})
    expect(String(refusal)).not.toContain('anotheraccountskey')
  })

  it('lets a restricted key do what its permissions allow, and names the one that is missing', async () => {
    const keyWith = async (permissions: string[], livemode = false) =>
      String((await standIn.control('POST', 'restricted_keys', {permissions, livemode})).key)
    const refusalOf = (call: Promise<unknown>) =>
      call.then(
        () => 'done',
        (error: unknown) => error,
      )
    const missing = (name: string) => ({
      statusCode: 403,
      type: 'StripePermissionError',
      message: expect.stringMatching(
        `'rk_test_.*\\*.*' .* on account '${standIn.running.account.id}'.*'rak_${name}'`,
      ),
    })
    const price = await createPrice(standIn.stripe, 9900, 'restricted')
    const key = await keyWith(['plan_read', 'checkout_session_write'])
    const seller = standIn.client({key})

    await expect(seller.prices.retrieve(price.id)).resolves.toMatchObject({
      id: price.id,
      product: price.product,
    })
    expect(await refusalOf(seller.prices.update(price.id, {active: false}))).toMatchObject(
      missing('plan_write'),
    )
    expect(await refusalOf(seller.products.list())).toMatchObject(missing('product_read'))
    // Each object that is expanded needs a permission of its own; its id does not.
    expect(await refusalOf(seller.prices.list({expand: ['data.product']}))).toMatchObject(
      missing('product_read'),
    )
    // To write is also to read.
    const session = await openSession(seller, {line_items: [{price: price.id, quantity: 1}]})
    await expect(seller.checkout.sessions.retrieve(session.id)).resolves.toMatchObject({id: session.id})

    expect(await keyWith(['checkout_session_write', 'plan_read'])).toBe(key)
    const live = await keyWith(['plan_read'], true)
    expect(live).toMatch(/^rk_live_/)
    expect(await refusalOf(standIn.client({key: live}).prices.retrieve(price.id))).toMatchObject({
      statusCode: 404,
    })
    await expect(keyWith(['price_read'])).rejects.toThrow(/400 .*permissions/)
  })

  it('keeps test and live mode apart', async () => {
    const live = standIn.client({key: standIn.running.account.live.secretKey})
    const price = await createPrice(standIn.stripe, 9900, 'both')
    const livePrice = await createPrice(live, 9900, 'both')
    expect([price.livemode, livePrice.livemode]).toEqual([false, true])
    await expect(live.prices.retrieve(price.id)).rejects.toMatchObject({code: 'resource_missing'})
    const session = await openSession(live, {line_items: [{price: livePrice.id, quantity: 1}]})
    expect(session.id).toMatch(/^cs_live_/)
  })

  it('describes the account', async () => {
    const account = await standIn.stripe.accounts.retrieveCurrent()
    expect(account).toMatchObject({id: standIn.running.account.id, charges_enabled: true, country: 'US'})
  })

  it('serves this machine only', async () => {
    const {hostname, port} = new URL(standIn.running.url)
    const {request} = await import('node:http')
    const status = await new Promise((resolve) => {
      const headers = {host: 'evil.example', ...authorized()}
      request({hostname, port, path: '/v1/prices', headers}, (response) => resolve(response.statusCode)).end()
    })
    expect(status).toBe(421)
    await expect(startStandIn({host: '0.0.0.0'})).rejects.toThrow(/loopback/)
  })
})

describe('what a call may say', () => {
  it('names a parameter that Stripe does not know', async () => {
    const call = standIn.stripe.rawRequest('POST', '/v1/products', {name: 'X', colour: 'red'})
    await expect(call).rejects.toMatchObject({statusCode: 400, code: 'parameter_unknown', param: 'colour'})
  })

  it('names a parameter that is missing', async () => {
    const call = standIn.stripe.rawRequest('POST', '/v1/products', {})
    await expect(call).rejects.toMatchObject({code: 'parameter_missing', param: 'name'})
  })

  it('names a nested parameter of the wrong kind', async () => {
    const call = standIn.stripe.rawRequest('POST', '/v1/checkout/sessions', {
      line_items: [{quantity: 'many'}],
    })
    await expect(call).rejects.toMatchObject({
      code: 'parameter_invalid_integer',
      param: 'line_items[0][quantity]',
    })
  })

  it('refuses an enum value that the SDK’s open types let through', async () => {
    const call = openSession(standIn.stripe, {mode: 'nonsense'})
    await expect(call).rejects.toMatchObject({
      statusCode: 400,
      param: 'mode',
      message: expect.stringContaining('payment'),
    })
  })

  it('refuses what Stripe knows and the stand-in does not act upon', async () => {
    await expect(openSession(standIn.stripe, {allow_promotion_codes: true})).rejects.toThrow(
      /does not model.*allow_promotion_codes/,
    )
    const nested = openSession(standIn.stripe, {payment_intent_data: {capture_method: 'manual'}})
    await expect(nested).rejects.toMatchObject({param: 'payment_intent_data[capture_method]'})
  })

  it('refuses another version of the API', async () => {
    const response = await get('/v1/prices', {...authorized(), 'stripe-version': '2020-08-27'})
    expect(response.status).toBe(400)
  })

  it('refuses a body that no call is as large as', async () => {
    const body = `name=${'x'.repeat(2_000_000)}`
    const response = await fetch(`${standIn.running.url}/v1/products`, {
      method: 'POST',
      headers: authorized(),
      body,
    })
    expect(response.status).toBe(413)
  })
})

describe('what an answer says', () => {
  it('has Stripe’s error shape for a call that is not modelled', async () => {
    const response = await get('/v1/subscriptions', authorized())
    expect(response.status).toBe(404)
    const {error} = await response.json()
    expect(error).toMatchObject({type: 'invalid_request_error', request_log_url: expect.any(String)})
    expect(response.headers.get('request-id')).toMatch(/^req_/)
    await expect(standIn.stripe.subscriptions.list()).rejects.toMatchObject({
      type: 'StripeInvalidRequestError',
    })
  })

  it('carries the version and the request’s id', async () => {
    const {lastResponse} = await standIn.stripe.products.list()
    expect(lastResponse.apiVersion).toBe('2026-10-28.endive')
    expect(lastResponse.requestId).toMatch(/^req_\w{14}$/)
  })

  it('expands at several levels, and refuses what cannot be expanded', async () => {
    const session = await openSession(standIn.stripe, {expand: ['line_items.data.price.product']})
    expect(session.line_items?.data[0]?.price?.product).toMatchObject({name: 'Lifetime access'})
    const wrong = standIn.stripe.checkout.sessions.retrieve(session.id, {expand: ['success_url']})
    await expect(wrong).rejects.toMatchObject({statusCode: 400, param: 'expand'})
    const deep = standIn.stripe.checkout.sessions.retrieve(session.id, {expand: ['customer.a.b.c.d']})
    await expect(deep).rejects.toThrow(/more than 4 levels/)
  })
})

describe('lists', () => {
  it('are paged in both directions, newest first', async () => {
    const {products} = standIn.stripe
    const made: string[] = []
    for (const name of ['one', 'two', 'three', 'four', 'five'])
      made.unshift((await products.create({name})).id)
    const first = await products.list({limit: 2})
    expect(first.data.map(({id}) => id)).toEqual(made.slice(0, 2))
    expect(first.has_more).toBe(true)
    const second = await products.list({limit: 2, starting_after: made[1]})
    expect(second.data.map(({id}) => id)).toEqual(made.slice(2, 4))
    const back = await products.list({limit: 2, ending_before: made[4]})
    expect(back.data.map(({id}) => id)).toEqual(made.slice(2, 4))
    expect(back.has_more).toBe(true)
    const seen = await products.list({limit: 2}).autoPagingToArray({limit: 100})
    expect(seen.slice(0, 5).map(({id}) => id)).toEqual(made)
  })

  it('refuse a cursor or a limit that makes no sense', async () => {
    const {products} = standIn.stripe
    await expect(products.list({starting_after: 'prod_none'})).rejects.toMatchObject({
      param: 'starting_after',
    })
    await expect(products.list({limit: 101})).rejects.toMatchObject({param: 'limit'})
  })

  it('filter by the time of creation', async () => {
    const {created} = await standIn.stripe.products.create({name: 'Now'})
    const {products} = standIn.stripe
    expect((await products.list({created: {gte: created}, limit: 1})).data).toHaveLength(1)
    expect((await products.list({created: {lt: created - 60}})).data).toEqual([])
  })
})
