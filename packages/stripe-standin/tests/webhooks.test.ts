import {mkdtemp} from 'node:fs/promises'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import Stripe from 'stripe'
import {afterEach, beforeEach, describe, expect, it, vi} from 'vitest'
import {signatureHeader} from '../webhooks.ts'
import {
  buy,
  openSession,
  type Receiver,
  type StandIn,
  startReceiver,
  startStandIn,
  submitPayment,
} from './support.ts'

let standIn: StandIn
let receiver: Receiver
beforeEach(async () => {
  standIn = await startStandIn({retryDelays: [20, 40, 60_000]})
  receiver = await startReceiver()
})
afterEach(async () => {
  vi.useRealTimers()
  await receiver.stop()
  await standIn.stop()
})

async function register(
  ...events: ['*'] | ('checkout.session.completed' | 'invoice.paid' | 'product.created')[]
) {
  const {secret, id} = await standIn.stripe.webhookEndpoints.create({
    url: receiver.url,
    enabled_events: events,
  })
  receiver.trust(secret)
  return id
}

const flush = () => standIn.control('POST', 'deliveries/flush')
const fault = (body: object) => standIn.control('POST', 'faults/webhooks', body)
const undelivered = async () =>
  (await standIn.stripe.events.list({delivery_success: false})).data.map(({type}) => type)

describe('an endpoint', () => {
  it('shows its secret once, can be changed and deleted', async () => {
    const {webhookEndpoints} = standIn.stripe
    const made = await webhookEndpoints.create({url: receiver.url, enabled_events: ['invoice.paid']})
    expect(made.secret).toMatch(/^whsec_\w{32}$/)
    expect(await webhookEndpoints.retrieve(made.id)).not.toHaveProperty('secret')
    await webhookEndpoints.update(made.id, {enabled_events: ['product.created'], description: 'Shop'})
    expect((await webhookEndpoints.list()).data).toMatchObject([
      {enabled_events: ['product.created'], description: 'Shop'},
    ])
    await standIn.stripe.products.create({name: 'Heard'})
    await webhookEndpoints.update(made.id, {disabled: true})
    await standIn.stripe.products.create({name: 'Not heard'})
    await webhookEndpoints.del(made.id)
    await flush()
    expect(receiver.received.map(({event}) => event.data.object)).toMatchObject([{name: 'Heard'}])
    await expect(webhookEndpoints.retrieve(made.id)).rejects.toMatchObject({statusCode: 404})
  })

  it('is on this machine', async () => {
    const {webhookEndpoints} = standIn.stripe
    const away = webhookEndpoints.create({url: 'https://example.com/hook', enabled_events: ['*']})
    await expect(away).rejects.toMatchObject({param: 'url', code: 'url_invalid'})
  })

  it('may be on the hosts that were named at the start, and on any by https where that was asked for', async () => {
    const refusedUrls = async (webhookHosts: string[], urls: string[]) => {
      const other = await startStandIn({webhookHosts})
      const results = await Promise.allSettled(
        urls.map((url) => other.stripe.webhookEndpoints.create({url, enabled_events: ['*']})),
      )
      await other.stop()
      return urls.filter((_, index) => results[index]?.status === 'rejected')
    }
    const urls = [
      'http://shop.example/hook',
      'https://shop.example/hook',
      'http://a.example',
      'https://a.example',
    ]
    expect(await refusedUrls(['shop.example'], urls)).toEqual(urls.slice(2))
    expect(await refusedUrls(['*'], urls)).toEqual(['http://shop.example/hook', 'http://a.example'])
    expect(await refusedUrls([], [...urls, 'http://shop.localhost:1/hook'])).toEqual(urls)
  })

  it('is sent nothing when its host is no longer named', async () => {
    // On Linux this address is the machine itself, by a name that counts as another host.
    const url = receiver.url.replace('127.0.0.1', '0.0.0.0')
    const data = await mkdtemp(join(tmpdir(), 'stripe-'))
    const named = await startStandIn({data, webhookHosts: ['0.0.0.0']})
    await named.stripe.webhookEndpoints.create({url, enabled_events: ['*']})
    await named.stripe.products.create({name: 'Sent'})
    await named.control('POST', 'deliveries/flush')
    expect(receiver.types()).toEqual(['product.created'])
    await named.running.close()

    const unnamed = await startStandIn({data})
    await unnamed.stripe.products.create({name: 'Not sent'})
    await unnamed.control('POST', 'deliveries/flush')
    expect(receiver.types()).toEqual(['product.created'])
    const {deliveries} = await unnamed.control('GET', 'deliveries')
    expect(JSON.stringify(deliveries)).toContain('its host was not named at the start')
    await unnamed.stop()
  })

  it('is sent events of its own mode only', async () => {
    await register('product.created')
    await standIn.client({key: standIn.running.account.live.secretKey}).products.create({name: 'Live'})
    await standIn.stripe.products.create({name: 'Test'})
    await flush()
    expect(receiver.received).toHaveLength(1)
  })
})

describe('delivery', () => {
  it('is signed, in the order of the events, and counted on the event', async () => {
    await register('*')
    await buy(standIn.stripe)
    await flush()
    expect(receiver.received.every(({verified}) => verified)).toBe(true)
    expect(receiver.types()).toEqual([
      ...[
        'product.created',
        'price.created',
        'payment_intent.created',
        'customer.created',
        'charge.succeeded',
      ],
      ...['payment_intent.succeeded', 'invoice.created', 'invoice.finalized', 'invoice.paid'],
      ...['invoice.payment_succeeded', 'checkout.session.completed'],
    ])
    const completed = await receiver.waitFor('checkout.session.completed')
    expect(completed.event).toMatchObject({
      pending_webhooks: 1,
      livemode: false,
      api_version: '2026-10-28.endive',
    })
    expect(completed.event.data.object).toMatchObject({
      status: 'complete',
      payment_status: 'paid',
      metadata: {order: 'order-1'},
    })
    expect((await standIn.stripe.events.retrieve(completed.event.id)).pending_webhooks).toBe(0)
    expect(await undelivered()).toEqual([])
  })

  it('says which request was behind an event', async () => {
    await register('product.created')
    const made = await standIn.stripe.products.create({name: 'Asked for'}, {idempotencyKey: 'key-1'})
    const {event} = await receiver.waitFor('product.created')
    expect(event.request).toEqual({id: made.lastResponse.requestId, idempotency_key: 'key-1'})
  })

  it('says what an update changed', async () => {
    await register('*')
    const {id} = await standIn.stripe.products.create({name: 'Old'})
    await standIn.stripe.products.update(id, {name: 'New'})
    const {event} = await receiver.waitFor('product.updated')
    expect(event.data).toMatchObject({object: {name: 'New'}, previous_attributes: {name: 'Old'}})
  })

  it('is tried again, with a fresh signature, until it is acknowledged', async () => {
    await register('product.created')
    receiver.answers.push(500, 302)
    await standIn.stripe.products.create({name: 'Stubborn'})
    const third = await receiver.waitFor('product.created', 3)
    expect(third.verified).toBe(true)
    expect(new Set(receiver.received.map(({event}) => event.id)).size).toBe(1)
    await flush()
    expect(await undelivered()).toEqual([])
  })

  it('that fails does not hold up the events behind it', async () => {
    await register('product.created')
    receiver.answers.push(500)
    await standIn.stripe.products.create({name: 'First'})
    await standIn.stripe.products.create({name: 'Second'})
    await receiver.waitFor('product.created', 3)
    const names = receiver.received.map(({payload}) => JSON.parse(payload).data.object.name)
    expect(names.toSorted()).toEqual(['First', 'First', 'Second'])
    expect(names[0]).toBe('First')
  })

  it('that is never acknowledged is found among the undelivered events, and can be sent again', async () => {
    await register('checkout.session.completed')
    await fault({kind: 'drop', type: 'checkout.session.*'})
    const {session} = await buy(standIn.stripe)
    await flush()
    expect(receiver.received).toEqual([])
    const {data} = await standIn.stripe.events.list({
      delivery_success: false,
      types: ['checkout.session.completed'],
    })
    expect(data).toMatchObject([{data: {object: {id: session.id}}, pending_webhooks: 1}])
    await standIn.control('POST', `events/${data[0]?.id}/resend`)
    expect(receiver.types()).toEqual(['checkout.session.completed'])
    expect(await undelivered()).toEqual([])
  })
})

describe('faults of delivery', () => {
  it('duplicate: the same event twice', async () => {
    await register('product.created')
    await fault({kind: 'duplicate', type: 'product.created'})
    await standIn.stripe.products.create({name: 'Twice'})
    await flush()
    const ids = receiver.received.map(({event}) => event.id)
    expect(ids).toHaveLength(2)
    expect(ids[0]).toBe(ids[1])
  })

  it('hold until next: a later event first', async () => {
    await register('invoice.paid', 'checkout.session.completed')
    await fault({kind: 'hold', type: 'invoice.paid', until: 'next'})
    await buy(standIn.stripe)
    await flush()
    expect(receiver.types()).toEqual(['checkout.session.completed', 'invoice.paid'])
  })

  it('hold until release: nothing before the test says so', async () => {
    await register('checkout.session.completed')
    await fault({kind: 'hold'})
    const {session} = await buy(standIn.stripe)
    expect(session.payment_status).toBe('paid')
    await flush()
    expect(receiver.received).toEqual([])
    await standIn.control('POST', 'deliveries/release')
    expect(receiver.types()).toEqual(['checkout.session.completed'])
  })

  it('are sent in the order of their events though the clock was set back between them', async () => {
    await register('product.created')
    await fault({kind: 'hold', times: 2})
    await standIn.stripe.products.create({name: 'First'})
    vi.useFakeTimers({toFake: ['Date'], now: Date.now() - 60 * 60 * 1000})
    await standIn.stripe.products.create({name: 'Second'})
    await standIn.control('POST', 'deliveries/release')
    vi.useRealTimers()
    const names = receiver.received.map(({payload}) => JSON.parse(payload).data.object.name)
    expect(names).toEqual(['First', 'Second'])
  })

  it('lose: this attempt is lost, the next arrives', async () => {
    await register('product.created')
    await fault({kind: 'lose'})
    await standIn.stripe.products.create({name: 'Late'})
    await receiver.waitFor('product.created')
    const {deliveries} = await standIn.control('GET', 'deliveries')
    expect(deliveries).toMatchObject([{attempts: [{status: 0, note: 'lose'}, {status: 200}]}])
  })

  it('delay: later than asked for', async () => {
    await register('product.created')
    await fault({kind: 'delay', milliseconds: 150})
    const before = Date.now()
    await standIn.stripe.products.create({name: 'Slow'})
    await receiver.waitFor('product.created')
    expect(Date.now() - before).toBeGreaterThanOrEqual(150)
  })

  it.each(['wrong_signature', 'stale_timestamp'])(
    '%s: refused by the SDK, then sent properly',
    async (kind) => {
      await register('product.created')
      await fault({kind})
      receiver.answers.push(400)
      await standIn.stripe.products.create({name: 'Forged'})
      await receiver.waitFor('product.created', 2)
      expect(receiver.received.map(({verified}) => verified)).toEqual([false, true])
    },
  )

  it('other_mode: signed, and of the other mode', async () => {
    await register('product.created')
    await fault({kind: 'other_mode'})
    await standIn.stripe.products.create({name: 'Live?'})
    expect(await receiver.waitFor('product.created')).toMatchObject({verified: true, event: {livemode: true}})
  })

  it('befall as many deliveries as asked for, and no more after they are cleared', async () => {
    await register('product.created')
    await fault({kind: 'drop', times: 5})
    await standIn.stripe.products.create({name: 'Dropped'})
    await flush()
    expect(await standIn.control('GET', 'faults')).toMatchObject({webhooks: [{kind: 'drop', times: 4}]})
    await standIn.control('DELETE', 'faults')
    await standIn.stripe.products.create({name: 'Heard'})
    await flush()
    expect(receiver.received).toHaveLength(1)
  })
})

it('an expired session is announced', async () => {
  await register('*')
  const session = await openSession(standIn.stripe)
  await standIn.control('POST', `sessions/${session.id}/expire`)
  const {event} = await receiver.waitFor('checkout.session.expired')
  expect(event.data.object).toMatchObject({id: session.id, status: 'expired', url: null})
  expect((await submitPayment(session.url)).status).toBe(410)
})

it('a payload is signed as the SDK does', () => {
  const payload = '{"id":"evt_1"}'
  const timestamp = 1_760_000_000
  const {v1} = /v1=(?<v1>\w+)/.exec(signatureHeader(payload, 'whsec_test', timestamp))?.groups ?? {}
  const expected = Stripe.webhooks.generateTestHeaderString({payload, secret: 'whsec_test', timestamp})
  expect(expected).toBe(`t=${timestamp},v1=${v1}`)
})
