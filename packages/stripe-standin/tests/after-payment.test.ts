import {afterAll, beforeAll, describe, expect, it} from 'vitest'
import {
  buy,
  openSession,
  post,
  type Receiver,
  type StandIn,
  startReceiver,
  startStandIn,
  submitPayment,
} from './support.ts'

let standIn: StandIn
let receiver: Receiver
beforeAll(async () => {
  standIn = await startStandIn()
  receiver = await startReceiver()
  await standIn.stripe.webhookEndpoints.create({url: receiver.url, enabled_events: ['*']})
})
afterAll(async () => {
  await receiver.stop()
  await standIn.stop()
})

const debit = {method: 'us_bank_account', account_number: '000123456789'}

/** The types of the events that were sent since the last call. */
async function newEvents(): Promise<string[]> {
  await standIn.control('POST', 'deliveries/flush')
  return receiver.received.splice(0).map(({event}) => event.type)
}

describe('a bank debit', () => {
  it('completes the session unpaid, and pays it when it succeeds', async () => {
    const {session, intent} = await buy(standIn.stripe, debit)
    expect(session).toMatchObject({status: 'complete', payment_status: 'unpaid', invoice: null})
    expect(intent.status).toBe('processing')
    expect((await newEvents()).slice(-3)).toEqual([
      'charge.pending',
      'payment_intent.processing',
      'checkout.session.completed',
    ])
    await standIn.control('POST', `payment_intents/${intent.id}/settle`, {outcome: 'succeeded'})
    expect(await newEvents()).toEqual([
      ...[
        'charge.succeeded',
        'payment_intent.succeeded',
        'invoice.created',
        'invoice.finalized',
        'invoice.paid',
      ],
      ...['invoice.payment_succeeded', 'checkout.session.async_payment_succeeded'],
    ])
    const paid = await standIn.stripe.checkout.sessions.retrieve(session.id, {
      expand: ['invoice', 'payment_intent.latest_charge'],
    })
    expect(paid).toMatchObject({
      payment_status: 'paid',
      invoice: {status: 'paid'},
      payment_intent: {
        latest_charge: {paid: true, payment_method_details: {us_bank_account: {last4: '6789'}}},
      },
    })
  })

  it('leaves it unpaid when it fails', async () => {
    const {session, intent} = await buy(standIn.stripe, debit)
    await newEvents()
    await standIn.control('POST', `payment_intents/${intent.id}/settle`, {outcome: 'failed'})
    expect(await newEvents()).toEqual([
      'charge.failed',
      'payment_intent.payment_failed',
      'checkout.session.async_payment_failed',
    ])
    const failed = await standIn.stripe.checkout.sessions.retrieve(session.id, {expand: ['payment_intent']})
    expect(failed).toMatchObject({status: 'complete', payment_status: 'unpaid', invoice: null})
    expect(failed.payment_intent).toMatchObject({status: 'requires_payment_method'})
    const again = standIn.control('POST', `payment_intents/${intent.id}/settle`, {outcome: 'succeeded'})
    await expect(again).rejects.toThrow(/only a processing one/)
  })

  it('can be settled on the overview page', async () => {
    const {session, intent} = await buy(standIn.stripe, debit)
    expect(await (await fetch(standIn.running.url)).text()).toContain(`value="${intent.id}"`)
    expect((await post(standIn.running.url, {action: 'succeed', id: intent.id})).status).toBe(303)
    expect((await standIn.stripe.checkout.sessions.retrieve(session.id)).payment_status).toBe('paid')
  })

  it('takes the test account only', async () => {
    const {url} = await openSession(standIn.stripe)
    const refused = await submitPayment(url, {...debit, account_number: '12345678'})
    expect(refused.status).toBe(422)
  })
})

describe('a refund', () => {
  it('gives everything back, once', async () => {
    const {refunds, charges} = standIn.stripe
    const {intent} = await buy(standIn.stripe)
    await newEvents()
    const refund = await refunds.create({
      payment_intent: intent.id,
      reason: 'requested_by_customer',
      metadata: {order: '1'},
    })
    expect(refund).toMatchObject({
      amount: 9900,
      status: 'succeeded',
      payment_intent: intent.id,
      metadata: {order: '1'},
    })
    expect(await newEvents()).toEqual(['refund.created', 'charge.refunded'])
    expect(await charges.retrieve(String(refund.charge))).toMatchObject({
      refunded: true,
      amount_refunded: 9900,
    })
    await expect(refunds.create({payment_intent: intent.id})).rejects.toMatchObject({
      statusCode: 400,
      code: 'charge_already_refunded',
    })
    expect((await refunds.list({payment_intent: intent.id})).data).toEqual([
      await refunds.retrieve(refund.id),
    ])
  })

  it('may be in parts, but not more than was paid', async () => {
    const {refunds} = standIn.stripe
    const {intent} = await buy(standIn.stripe)
    const part = await refunds.create({payment_intent: intent.id, amount: 4000})
    const charge = await standIn.stripe.charges.retrieve(String(part.charge), {expand: ['refunds']})
    expect(charge).toMatchObject({refunded: false, amount_refunded: 4000, refunds: {data: [{id: part.id}]}})
    await expect(refunds.create({payment_intent: intent.id, amount: 6000})).rejects.toMatchObject({
      param: 'amount',
    })
    expect(await refunds.create({payment_intent: intent.id})).toMatchObject({amount: 5900})
  })

  it('may fail later, and the money is then not refunded', async () => {
    const {intent} = await buy(standIn.stripe)
    const refund = await standIn.stripe.refunds.create({payment_intent: intent.id})
    await newEvents()
    await standIn.control('POST', `refunds/${refund.id}/settle`, {outcome: 'failed'})
    expect(await newEvents()).toEqual(['refund.updated', 'refund.failed'])
    expect(await standIn.stripe.refunds.retrieve(refund.id)).toMatchObject({status: 'failed'})
    expect(await standIn.stripe.charges.retrieve(String(refund.charge))).toMatchObject({
      amount_refunded: 0,
      refunded: false,
    })
  })

  it('of a bank debit is pending until it is settled', async () => {
    const {intent} = await buy(standIn.stripe, debit)
    await expect(standIn.stripe.refunds.create({payment_intent: intent.id})).rejects.toThrow(
      /successful charge/,
    )
    await standIn.control('POST', `payment_intents/${intent.id}/settle`, {outcome: 'succeeded'})
    const refund = await standIn.stripe.refunds.create({payment_intent: intent.id})
    expect(refund.status).toBe('pending')
    await standIn.control('POST', `refunds/${refund.id}/settle`, {outcome: 'succeeded'})
    expect((await standIn.stripe.refunds.retrieve(refund.id)).status).toBe('succeeded')
  })

  it('needs a payment that exists', async () => {
    const {refunds} = standIn.stripe
    await expect(refunds.create({payment_intent: 'pi_none'})).rejects.toMatchObject({
      code: 'resource_missing',
    })
    await expect(refunds.create({})).rejects.toThrow(/payment_intent or charge/)
  })
})

describe('a dispute', () => {
  it('follows the card that stands for one', async () => {
    await newEvents()
    const {session, intent} = await buy(standIn.stripe, {card_number: '4000 0000 0000 0259'})
    expect(session.payment_status).toBe('paid')
    expect((await newEvents()).slice(-3)).toEqual([
      ...['checkout.session.completed', 'charge.dispute.created', 'charge.dispute.funds_withdrawn'],
    ])
    const {data} = await standIn.stripe.disputes.list({payment_intent: intent.id})
    expect(data).toMatchObject([{reason: 'fraudulent', status: 'needs_response', amount: 9900}])
    await expect(standIn.stripe.refunds.create({payment_intent: intent.id})).rejects.toMatchObject({
      code: 'charge_disputed',
    })
  })

  it('can be opened and closed at will', async () => {
    const {intent} = await buy(standIn.stripe)
    const charge = String(intent.latest_charge)
    const opened = await standIn.control('POST', `charges/${charge}/dispute`, {
      reason: 'product_not_received',
    })
    await expect(standIn.control('POST', `charges/${charge}/dispute`, {})).rejects.toThrow(/disputed already/)
    await newEvents()
    await standIn.control('POST', `disputes/${opened.id}/close`, {outcome: 'won'})
    expect(await newEvents()).toEqual(['charge.dispute.closed', 'charge.dispute.funds_reinstated'])
    expect(await standIn.stripe.disputes.retrieve(String(opened.id))).toMatchObject({status: 'won', charge})
  })
})
