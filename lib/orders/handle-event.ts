import type Stripe from 'stripe'
import type {Commerce} from '../context.ts'
import {alertLivemodeMismatch} from './alert-of-mode.ts'
import type {Applied} from './apply-fresh.ts'
import {claimEvent, isProcessed, type StripeEventId} from './claim-event.ts'
import {fulfil} from './fulfil.ts'
import {fulfilOrder} from './fulfil-order.ts'
import {orderIdSchema} from './order-id.ts'
import {syncDispute, syncRefunds} from './sync-money-back.ts'

export type EventOutcome =
  | {kind: 'order'; orderId: string; applied: Applied}
  /** Prices may have changed: whoever keeps a copy must read them again. */
  | {kind: 'catalogue'}
  /** It is not about an order here, or needs nothing done. */
  | {kind: 'ignored'}
  | {kind: 'refused'; reason: 'livemode-mismatch'}

type Parts = Pick<Commerce, 'db' | 'stripe' | 'livemode' | 'log'>

/**
 * Handles one event of Stripe, once. What the event says is taken as a hint only: its object is read again from Stripe,
 * so late, repeated and reordered events are harmless.
 *
 * @throws what Stripe or the database throws; the event then counts as not handled and is to be delivered again.
 */
export async function handleEvent(parts: Parts, event: Stripe.Event): Promise<EventOutcome> {
  if (event.livemode !== parts.livemode) {
    parts.log.error({eventId: event.id, type: event.type}, 'an event of the other mode was refused')
    await alertLivemodeMismatch(parts.db)
    return {kind: 'refused', reason: 'livemode-mismatch'}
  }
  if (/^(?:price|product)\./.test(event.type)) return {kind: 'catalogue'}
  if (await isProcessed(parts.db, event.id)) return {kind: 'ignored'}

  const id: StripeEventId = {id: event.id, type: event.type, createdAt: new Date(event.created * 1_000)}
  const result = await apply(parts, event, id)
  if (result?.ok) return {kind: 'order', orderId: result.orderId, applied: result.applied}
  if (result?.reason === 'livemode-mismatch') return {kind: 'refused', reason: 'livemode-mismatch'}
  await claimEvent(parts.db, id)
  return {kind: 'ignored'}
}

async function apply(parts: Parts, event: Stripe.Event, id: StripeEventId) {
  switch (event.type) {
    case 'checkout.session.completed':
    case 'checkout.session.async_payment_succeeded':
    case 'checkout.session.async_payment_failed':
    case 'checkout.session.expired':
      return fulfil(parts, event.data.object.id, id)
    case 'refund.created':
    case 'refund.updated':
    case 'refund.failed': {
      const {payment_intent: intent} = event.data.object
      const paymentIntentId = typeof intent === 'string' ? intent : intent?.id
      return paymentIntentId === undefined ? undefined : syncRefunds(parts, paymentIntentId, id)
    }
    case 'charge.dispute.created':
    case 'charge.dispute.closed':
      return syncDispute(parts, event.data.object.id, id)
    case 'invoice.paid': {
      const orderId = orderIdSchema.safeParse(event.data.object.metadata?.order_id)
      return orderId.success ? fulfilOrder(parts, orderId.data, id) : undefined
    }
    default:
      return undefined
  }
}
