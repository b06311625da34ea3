import {and, eq, gt, inArray, isNull, lt, or, sql} from 'drizzle-orm'
import type {Transaction} from '../db/database.ts'
import {type Order, outbox, setupLinks} from '../db/schema.ts'
import {queueOrderMail} from './emails.ts'
import {takesDetails} from './states.ts'
import {moveOrder} from './store.ts'

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
