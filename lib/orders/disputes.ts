import {and, eq, gt, inArray, isNull, lt, or, sql} from 'drizzle-orm'
import type Stripe from 'stripe'
import type {Commerce} from '../commerce.ts'
import type {Transaction} from '../db/database.ts'
import {type Order, outbox, setupLinks} from '../db/schema.ts'
import {withStripeRetry} from '../stripe.ts'
import {applyLatestFromStripe, type StripeEventId, type SyncResult} from './apply-latest.ts'
import {alertOwner, queueOrderMail} from './emails.ts'
import {findOrderOfPayment} from './fulfil.ts'
import {takesDetails} from './states.ts'
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

/**
 * Puts an order whose money is safe again back to where it was. What it missed meanwhile is made good: a client who has no
 * way to the set-up form, though it is still to be filled in, is sent one.
 *
 * @param cause the id of what was decided at Stripe
 * @param decision a word for the history
 */
export async function resumeOrder(
  transaction: Transaction,
  order: Order,
  {cause, decision}: {cause: string; decision: string},
): Promise<void> {
  const before = order.resumeState ?? 'paid'
  const hasLink = await hasLiveLink(transaction, order.id)
  const state = before === 'paid' && hasLink ? 'awaiting_details' : before
  await moveOrder(transaction, order, {to: state, cause: 'stripe', detail: `${cause} ${decision}`})
  if (hasLink || !takesDetails({...order, state}) || (await isLinkQueued(transaction, order.id))) return
  const dedupeKey = `setup_link:${order.id}:${cause}`
  await queueOrderMail(transaction, {purpose: 'setup_link', orderId: order.id, dedupeKey})
}

/** Whether a mail brought the client a link that still works. */
async function hasLiveLink(transaction: Transaction, orderId: string): Promise<boolean> {
  const live = await transaction
    .select({id: setupLinks.id})
    .from(setupLinks)
    .innerJoin(outbox, eq(outbox.id, setupLinks.outboxId))
    .where(
      and(
        eq(setupLinks.orderId, orderId),
        isNull(setupLinks.revokedAt),
        gt(setupLinks.expiresAt, sql`now()`),
        eq(outbox.status, 'sent'),
      ),
    )
  return live.length > 0
}

/** Whether a mail that is still to be written will bring one. It is held, so that it is not written before this is decided. */
async function isLinkQueued(transaction: Transaction, orderId: string): Promise<boolean> {
  const queued = await transaction
    .select({id: outbox.id})
    .from(outbox)
    .where(
      and(
        eq(outbox.orderId, orderId),
        inArray(outbox.purpose, ['order_confirmation', 'setup_link']),
        eq(outbox.status, 'waiting'),
        or(isNull(outbox.claimedUntil), lt(outbox.claimedUntil, sql`now()`)),
      ),
    )
    .for('update')
  return queued.length > 0
}
