import {eq, sql} from 'drizzle-orm'
import Stripe from 'stripe'
import type {Commerce} from '../context.ts'
import type {Database} from '../db/database.ts'
import {type Order, refunds} from '../db/schema.ts'
import {withStripeRetry} from '../stripe.ts'
import {changeOrder} from './change-order.ts'
import {findOrder, lockOrder} from './find-order.ts'
import {syncRefunds} from './sync-money-back.ts'

/** Why an order is not refunded, in the terms' own reasons. */
export type RefundRefusal = 'not-paid' | 'set-up-has-begun' | 'already-refunded' | 'disputed'

export type RefundResult =
  | {ok: true; refundId: string}
  | {ok: false; reason: RefundRefusal}
  /** Stripe refused, for example because the money is no longer there. */
  | {ok: false; reason: 'refused-by-stripe'; code: string}

type Parts = Pick<Commerce, 'db' | 'stripe' | 'livemode' | 'log'>

/**
 * Refunds an order in full, if the terms allow it: until work on the set-up has begun.
 *
 * The wish is written down first and Stripe asked after, with a key of its own, so a fall in between leaves a wish that the
 * reconciler carries out, and no order is refunded twice.
 */
export async function refundOrder(parts: Parts, orderId: string): Promise<RefundResult> {
  const refusal = await requestRefund(parts.db, orderId)
  return refusal === undefined ? sendRefund(parts, orderId) : {ok: false, reason: refusal}
}

/** Carries out a refund that was asked for. Safe to repeat. */
export async function sendRefund(parts: Parts, orderId: string): Promise<RefundResult> {
  const {db, stripe, log} = parts
  const [wish] = await db.select().from(refunds).where(eq(refunds.orderId, orderId))
  const order = await findOrder(db, orderId)
  if (wish === undefined || !order?.paymentIntentId) return {ok: false, reason: 'not-paid'}
  const payment_intent = order.paymentIntentId
  try {
    const refund = await withStripeRetry(() =>
      stripe.refunds.create(
        {payment_intent, metadata: {order_id: orderId}},
        {idempotencyKey: `refund:${orderId}:${wish.attempt}`},
      ),
    )
    await settle(db, orderId, {status: 'sent', stripeRefundId: refund.id})
    await syncRefunds(parts, payment_intent)
    log.info({orderId, refundId: refund.id}, 'refund sent')
    return {ok: true, refundId: refund.id}
  } catch (error) {
    const code = refusalCode(error)
    if (code === undefined) throw error
    await settle(db, orderId, {status: 'failed'})
    await syncRefunds(parts, payment_intent)
    return code === 'charge_already_refunded'
      ? {ok: false, reason: 'already-refunded'}
      : {ok: false, reason: 'refused-by-stripe', code}
  }
}

async function requestRefund(db: Database, orderId: string): Promise<RefundRefusal | undefined> {
  return db.transaction(async (transaction) => {
    const order = await lockOrder(transaction, orderId)
    const [wish] = await transaction.select().from(refunds).where(eq(refunds.orderId, orderId))
    const refusal = mayRefund(order)
    if (refusal !== undefined) return refusal
    if (wish?.status === 'requested' || wish?.status === 'sent') return undefined
    await transaction
      .insert(refunds)
      .values({orderId})
      .onConflictDoUpdate({
        target: refunds.orderId,
        set: {status: 'requested', attempt: sql`${refunds.attempt} + 1`, requestedAt: sql`now()`},
      })
    // From here on the set-up cannot begin.
    await changeOrder(transaction, orderId, {})
    return undefined
  })
}

/** The rule of the terms: fees are not given back once work on the set-up has begun. */
export function mayRefund({state}: Pick<Order, 'state'>): RefundRefusal | undefined {
  switch (state) {
    case 'paid':
    case 'awaiting_details':
      return undefined
    case 'in_set_up':
    case 'live':
      return 'set-up-has-begun'
    case 'refunded':
      return 'already-refunded'
    case 'disputed':
      return 'disputed'
    case 'pending':
    case 'cancelled':
      return 'not-paid'
  }
}

async function settle(
  db: Database,
  orderId: string,
  change: {status: 'sent' | 'failed'; stripeRefundId?: string},
) {
  await db.update(refunds).set(change).where(eq(refunds.orderId, orderId))
}

function refusalCode(error: unknown): string | undefined {
  return error instanceof Stripe.errors.StripeInvalidRequestError
    ? (error.code ?? 'invalid_request')
    : undefined
}
