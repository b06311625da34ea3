import {and, eq} from 'drizzle-orm'
import Stripe from 'stripe'
import type {Commerce} from '../commerce.ts'
import type {Database, Transaction} from '../db/database.ts'
import {type Order, type RefundRequest, refunds} from '../db/schema.ts'
import {formatMoney} from '../format/text.ts'
import {withStripeRetry} from '../stripe.ts'
import {applyLatestFromStripe, type StripeEventId, type SyncResult} from './apply-latest.ts'
import {resumeOrder} from './disputes.ts'
import {alertOwner, queueOrderMail} from './emails.ts'
import {findOrderOfPayment} from './fulfil.ts'
import {changeOrder, findOrder, listRefundRequests, lockOrder, moveOrder} from './store.ts'

/** Why an order is not refunded, in the terms' own reasons. */
export type RefundRefusal = 'not-paid' | 'set-up-has-begun' | 'already-refunded' | 'disputed'

/** What can be given back of an order. Amounts in cents. */
export type Refundable = {paid: number; refunded: number; remaining: number; currency: string}

export type RefundableResult =
  | ({ok: true} & Refundable)
  | {ok: false; reason: RefundRefusal | 'unknown-order'}

export type RefundWish = {
  /** Cents. Left out: all that remains. */
  amount?: number | undefined
  /**
   * Cents that were given back already, as the person saw who asks. The same wish sent twice, by a button that is pressed twice,
   * then gives back once.
   */
  refundedBefore?: number | undefined
}

export type RefundResult =
  /** `amount` in cents. */
  | {ok: true; refundId: string; amount: number; currency: string}
  | {ok: false; reason: RefundRefusal | 'unknown-order'}
  /**
   * `more-than-remains`: less than `amount` is left, or nothing was asked for. `changed-meanwhile`: another sum than `refundedBefore` has been given
   * back by now. `refund-under-way`: another amount is just being given back.
   */
  | {ok: false; reason: 'more-than-remains' | 'changed-meanwhile' | 'refund-under-way'}
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

/** What can be given back of an order, after its refunds are brought in line with Stripe's, which may have been made there. */
export async function findRefundable(parts: Parts, orderId: string): Promise<RefundableResult> {
  const known = await findOrder(parts.db, orderId)
  if (known === undefined) return {ok: false, reason: 'unknown-order'}
  if (known.paymentIntentId !== null) await syncRefunds(parts, known.paymentIntentId)
  const order = (await findOrder(parts.db, orderId)) ?? known
  const refusal = mayRefund(order)
  return refusal === undefined ? {ok: true, ...refundableOf(order)} : {ok: false, reason: refusal}
}

function refundableOf({amountTotal, amountRefunded, currency}: Order): Refundable {
  const paid = amountTotal ?? 0
  return {paid, refunded: amountRefunded, remaining: paid - amountRefunded, currency: currency ?? ''}
}

/**
 * Gives money of an order back, all that remains of it or a part, if the terms allow it: until work on the set-up has begun. The client
 * is told by mail.
 *
 * The wish is written down first and Stripe asked after, with a key of its own, so a process that ends in between leaves a
 * wish that `syncMissedOrders` carries out, and nothing is given back twice.
 */
export async function refundOrder(
  parts: Parts,
  orderId: string,
  wish: RefundWish = {},
): Promise<RefundResult> {
  if ((await findOrder(parts.db, orderId)) === undefined) return {ok: false, reason: 'unknown-order'}
  const written = await writeWish(parts.db, orderId, wish)
  return written.ok ? sendRefund(parts, written.request) : written
}

async function writeWish(
  db: Database,
  orderId: string,
  wish: RefundWish,
): Promise<{ok: true; request: RefundRequest} | Exclude<RefundResult, {ok: true}>> {
  return db.transaction(async (transaction) => {
    const order = await lockOrder(transaction, orderId)
    const refusal = mayRefund(order)
    if (refusal !== undefined) return {ok: false, reason: refusal}
    const requests = await listRefundRequests(transaction, orderId)
    const underWay = requests.find(({status}) => status === 'requested')
    const {refunded, remaining} = refundableOf(order)
    const {amount = remaining} = wish
    if (underWay !== undefined) {
      if (amount === underWay.amount) return {ok: true, request: underWay}
      return {ok: false, reason: 'refund-under-way'}
    }
    if (wish.refundedBefore !== undefined && wish.refundedBefore !== refunded)
      return {ok: false, reason: 'changed-meanwhile'}
    if (amount < 1 || amount > remaining) return {ok: false, reason: 'more-than-remains'}
    const attempt = (requests.at(-1)?.attempt ?? 0) + 1
    const [request] = await transaction.insert(refunds).values({orderId, attempt, amount}).returning()
    if (request === undefined) throw new Error(`The refund of order ${orderId} could not be written down.`)
    // The order's version now tells every process that the set-up cannot begin.
    await changeOrder(transaction, orderId, {})
    return {ok: true, request}
  })
}

/** Carries out a refund that was asked for. Safe to repeat. */
export async function sendRefund(parts: Parts, request: RefundRequest): Promise<RefundResult> {
  const {db, stripe, log} = parts
  const {orderId, attempt, amount} = request
  const order = await findOrder(db, orderId)
  if (!order?.paymentIntentId) return {ok: false, reason: 'not-paid'}
  const payment_intent = order.paymentIntentId
  try {
    const refund = await withStripeRetry(() =>
      stripe.refunds.create(
        {payment_intent, amount, metadata: {order_id: orderId}},
        {idempotencyKey: `refund:${orderId}:${attempt}:${amount}`},
      ),
    )
    await settle(db, request, {stripeRefundId: refund.id})
    // Before the wish counts as carried out, so that the next wish is measured by what this one leaves.
    await syncRefunds(parts, payment_intent)
    await settle(db, request, {status: 'sent'})
    log.info({orderId, refundId: refund.id, amount}, 'refund sent')
    return {ok: true, refundId: refund.id, amount, currency: order.currency ?? ''}
  } catch (error) {
    const code = refusalCode(error)
    if (code === undefined) throw error
    await settle(db, request, {status: 'failed'})
    await syncRefunds(parts, payment_intent)
    return code === 'charge_already_refunded'
      ? {ok: false, reason: 'already-refunded'}
      : {ok: false, reason: 'refused-by-stripe', code}
  }
}

async function settle(
  db: Database,
  {orderId, attempt}: RefundRequest,
  change: {status: 'sent' | 'failed'} | {stripeRefundId: string},
) {
  await db
    .update(refunds)
    .set(change)
    .where(and(eq(refunds.orderId, orderId), eq(refunds.attempt, attempt), eq(refunds.status, 'requested')))
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
    apply: (transaction, locked, {data}) => applyRefunds(transaction, locked, data),
    event,
  })
  return {ok: true, orderId: order.id, applied}
}

/**
 * Writes what the refunds of a payment, newest first, come to into its order, whose row is locked. One that failed or was cancelled
 * gave nothing back; all others count from the moment they are made.
 */
async function applyRefunds(
  transaction: Transaction,
  order: Order,
  list: readonly Stripe.Refund[],
): Promise<boolean> {
  if (order.amountTotal === null || order.currency === null) return false
  const isVoid = ({status}: Stripe.Refund) => status === 'failed' || status === 'canceled'
  const made = list.filter((refund) => !isVoid(refund))
  const amountRefunded = made.reduce((sum, {amount}) => sum + amount, 0)
  const growth = amountRefunded - order.amountRefunded
  if (growth === 0) return false
  const isFull = amountRefunded >= order.amountTotal
  const detail = list[0]?.id ?? ''

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
  }
  if (growth < 0) await noteFailed(transaction, order, list.filter(isVoid))
  for (const {id, amount} of newest(made, growth)) {
    const subject = formatMoney(amount, order.currency)
    const dedupeKey = `refund_sent:${id}`
    await queueOrderMail(transaction, {purpose: 'refund_sent', orderId: order.id, subject, dedupeKey})
  }
  await changeOrder(transaction, order.id, {amountRefunded})
  return true
}

/** The newest refunds that together come to `sum` cents: those that an order did not know of. */
function newest(made: readonly Stripe.Refund[], sum: number): Stripe.Refund[] {
  const found: Stripe.Refund[] = []
  let rest = sum
  for (const refund of made) {
    if (rest <= 0) break
    found.push(refund)
    rest -= refund.amount
  }
  return found
}

async function noteFailed(
  transaction: Transaction,
  {id: orderId}: Order,
  failed: readonly Stripe.Refund[],
): Promise<void> {
  for (const {id} of failed) {
    await transaction.update(refunds).set({status: 'failed'}).where(eq(refunds.stripeRefundId, id))
    await alertOwner(transaction, {orderId, alert: 'refund-failed', cause: id})
  }
}
