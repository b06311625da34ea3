import {eq, sql} from 'drizzle-orm'
import Stripe from 'stripe'
import type {Commerce} from '../context.ts'
import type {Database, Transaction} from '../db/database.ts'
import {type Order, refunds} from '../db/schema.ts'
import {withStripeRetry} from '../stripe.ts'
import {applyLatestFromStripe, type StripeEventId, type SyncResult} from './apply-latest.ts'
import {alertOwner} from './emails.ts'
import {findOrderOfPayment} from './fulfil.ts'
import {resumeOrder} from './resume-order.ts'
import {changeOrder, findOrder, lockOrder, moveOrder} from './store.ts'

/** Why an order is not refunded, in the terms' own reasons. */
export type RefundRefusal = 'not-paid' | 'set-up-has-begun' | 'already-refunded' | 'disputed'

export type RefundResult =
  | {ok: true; refundId: string}
  | {ok: false; reason: RefundRefusal}
  /** Stripe refused, for example because the money is no longer there. */
  | {ok: false; reason: 'refused-by-stripe'; code: string}

type Parts = Pick<Commerce, 'db' | 'stripe' | 'livemode' | 'log'>

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

/**
 * Refunds an order in full, if the terms allow it: until work on the set-up has begun.
 *
 * The request is written down first and Stripe asked after, with a key of its own, so a process that ends in between leaves a
 * request that `syncMissedOrders` carries out, and no order is refunded twice.
 */
export async function refundOrder(parts: Parts, orderId: string): Promise<RefundResult> {
  const refusal = await requestRefund(parts.db, orderId)
  return refusal === undefined ? sendRefund(parts, orderId) : {ok: false, reason: refusal}
}

async function requestRefund(db: Database, orderId: string): Promise<RefundRefusal | undefined> {
  return db.transaction(async (transaction) => {
    const order = await lockOrder(transaction, orderId)
    const [requested] = await transaction.select().from(refunds).where(eq(refunds.orderId, orderId))
    const refusal = mayRefund(order)
    if (refusal !== undefined) return refusal
    if (requested?.status === 'requested' || requested?.status === 'sent') return undefined
    await transaction
      .insert(refunds)
      .values({orderId})
      .onConflictDoUpdate({
        target: refunds.orderId,
        set: {status: 'requested', attempt: sql`${refunds.attempt} + 1`, requestedAt: sql`now()`},
      })
    // The order's version now tells every process that the set-up cannot begin.
    await changeOrder(transaction, orderId, {})
    return undefined
  })
}

/** Carries out a refund that was asked for. Safe to repeat. */
export async function sendRefund(parts: Parts, orderId: string): Promise<RefundResult> {
  const {db, stripe, log} = parts
  const [requested] = await db.select().from(refunds).where(eq(refunds.orderId, orderId))
  const order = await findOrder(db, orderId)
  if (requested === undefined || !order?.paymentIntentId) return {ok: false, reason: 'not-paid'}
  const payment_intent = order.paymentIntentId
  try {
    const refund = await withStripeRetry(() =>
      stripe.refunds.create(
        {payment_intent, metadata: {order_id: orderId}},
        {idempotencyKey: `refund:${orderId}:${requested.attempt}`},
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

/** Brings an order in line with the refunds of its payment, as Stripe has them now. */
export async function syncRefunds(
  parts: Parts,
  paymentIntentId: string,
  event?: StripeEventId,
): Promise<SyncResult> {
  const order = await findOrderOfPayment(parts, paymentIntentId)
  if (order === undefined) return {ok: false, reason: 'not-ours'}
  const applied = await applyLatestFromStripe(parts.db, {
    orderId: order.id,
    read: () =>
      withStripeRetry(() => parts.stripe.refunds.list({payment_intent: paymentIntentId, limit: 100})),
    apply: (transaction, locked, {data}) => applyRefunds(transaction, locked, refundFacts(data)),
    event,
  })
  return {ok: true, orderId: order.id, applied}
}

/** What all refunds of a payment come to. */
type RefundFacts = {
  /** Cents. */
  amountRefunded: number
  latestId: string | undefined
}

/** A refund that failed or was cancelled gave nothing back; all others count from the moment they are made. */
function refundFacts(list: readonly Stripe.Refund[]): RefundFacts {
  const counting = list.filter(({status}) => status !== 'failed' && status !== 'canceled')
  return {
    amountRefunded: counting.reduce((sum, {amount}) => sum + amount, 0),
    latestId: list[0]?.id,
  }
}

/** Writes what the refunds of a payment come to into its order, whose row is locked. */
async function applyRefunds(transaction: Transaction, order: Order, facts: RefundFacts): Promise<boolean> {
  if (facts.amountRefunded === order.amountRefunded || order.amountTotal === null) return false
  const isFull = facts.amountRefunded >= order.amountTotal
  const detail = facts.latestId ?? ''

  if (isFull && order.state !== 'refunded') {
    await moveOrder(transaction, order, {to: 'refunded', cause: 'stripe', detail})
    const resumeState = order.state === 'disputed' ? order.resumeState : order.state
    await changeOrder(transaction, order.id, {resumeState, payment: 'refunded'})
  }
  if (!isFull && order.payment === 'refunded') {
    if (order.state === 'refunded' && order.resumeState !== null) {
      await resumeOrder(transaction, order, {cause: detail, decision: 'failed'})
    }
    await changeOrder(transaction, order.id, {resumeState: null, payment: 'paid'})
    await transaction.update(refunds).set({status: 'failed'}).where(eq(refunds.orderId, order.id))
    await alertOwner(transaction, {orderId: order.id, alert: 'refund-failed', cause: detail})
  }
  await changeOrder(transaction, order.id, {amountRefunded: facts.amountRefunded})
  return true
}
