import type Stripe from 'stripe'
import type {Commerce} from '../commerce.ts'
import type {Transaction} from '../db/database.ts'
import type {Order} from '../db/schema.ts'
import {withStripeRetry} from '../stripe.ts'
import {applyLatestFromStripe, type StripeEventId, type SyncResult} from './apply-latest.ts'
import {alertOwner} from './emails.ts'
import {findOrderOfPayment} from './fulfil.ts'
import {resumeOrder} from './resume-order.ts'
import {changeOrder, moveOrder} from './store.ts'

/** Brings an order in line with a dispute of its payment, as Stripe has it now. */
export async function syncDispute(
  parts: Pick<Commerce, 'db' | 'stripe' | 'livemode' | 'log'>,
  disputeId: string,
  event?: StripeEventId,
): Promise<SyncResult> {
  const read = (): Promise<Stripe.Dispute> => withStripeRetry(() => parts.stripe.disputes.retrieve(disputeId))
  const {payment_intent: intent} = await read()
  const paymentIntentId = typeof intent === 'string' ? intent : intent?.id
  const order = paymentIntentId && (await findOrderOfPayment(parts, paymentIntentId))
  if (!order) return {ok: false, reason: 'not-ours'}
  const applied = await applyLatestFromStripe(parts.db, {
    orderId: order.id,
    read,
    apply: applyDispute,
    event,
  })
  return {ok: true, orderId: order.id, applied}
}

/**
 * Writes where a dispute stands into its order, whose row is locked. Returns whether anything changed. The news of its end may
 * come before that of its beginning, or alone; a dispute that is over says then what it came to.
 */
async function applyDispute(
  transaction: Transaction,
  order: Order,
  dispute: Stripe.Dispute,
): Promise<boolean> {
  switch (outcomeOf(dispute)) {
    case 'open':
      return order.state !== 'disputed' && beginDispute(transaction, order, dispute.id)
    case 'won':
      return order.state === 'disputed' && winDispute(transaction, order, dispute.id)
    case 'lost':
      return loseDispute(transaction, order, dispute.id)
  }
}

/** Where a dispute stands: https://docs.stripe.com/api/disputes/object#dispute_object-status */
function outcomeOf({status}: Stripe.Dispute): 'open' | 'won' | 'lost' {
  if (status === 'lost') return 'lost'
  const isOver = status === 'won' || status === 'warning_closed' || status === 'prevented'
  return isOver ? 'won' : 'open'
}

async function beginDispute(transaction: Transaction, order: Order, disputeId: string): Promise<boolean> {
  await moveOrder(transaction, order, {to: 'disputed', cause: 'stripe', detail: disputeId})
  await changeOrder(transaction, order.id, {resumeState: order.state})
  await alertOwner(transaction, {orderId: order.id, alert: 'disputed', cause: disputeId})
  return true
}

async function winDispute(transaction: Transaction, order: Order, disputeId: string): Promise<boolean> {
  await resumeOrder(transaction, order, {cause: disputeId, decision: 'won'})
  await changeOrder(transaction, order.id, {resumeState: null})
  await alertOwner(transaction, {orderId: order.id, alert: 'dispute-won', cause: disputeId})
  return true
}

async function loseDispute(transaction: Transaction, order: Order, disputeId: string): Promise<boolean> {
  const isNews = await alertOwner(transaction, {orderId: order.id, alert: 'dispute-lost', cause: disputeId})
  if (order.state === 'refunded') return isNews
  if (order.state !== 'disputed') {
    await moveOrder(transaction, order, {to: 'disputed', cause: 'stripe', detail: disputeId})
  }
  const disputed: Order = {...order, state: 'disputed'}
  await moveOrder(transaction, disputed, {to: 'refunded', cause: 'stripe', detail: `${disputeId} lost`})
  await changeOrder(transaction, order.id, {payment: 'refunded'})
  return true
}
