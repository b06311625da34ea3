import {and, eq, inArray, lt, notExists, sql} from 'drizzle-orm'
import type {Commerce} from '../context.ts'
import type {Transaction} from '../db/database.ts'
import {confirmLease, type Lease} from '../db/lease.ts'
import {checkoutAttempts, orders, processedEvents, setupLinks} from '../db/schema.ts'
import {lockOrder, moveOrder} from './store.ts'

export type CleanedUp = {ordersCancelled: number; eventsForgotten: number; linksForgotten: number}

/** A session can be paid for a day at most, so a buyer who is away for a week does not come back to pay. */
const PENDING_DAYS = 7
/** Stripe delivers an event for three days and lists it for thirty (https://docs.stripe.com/api/events). */
const EVENT_DAYS = 60
const LINK_DAYS = 30

const daysAgo = (days: number) => sql`now() - make_interval(days => ${days})`

/** Closes orders that stayed unpaid, and deletes what is no longer needed. Does nothing once another process has the lease. */
export async function cleanUp({db}: Pick<Commerce, 'db'>, lease: Lease): Promise<CleanedUp> {
  return db.transaction(async (transaction) => {
    if (!(await confirmLease(transaction, lease)))
      return {ordersCancelled: 0, eventsForgotten: 0, linksForgotten: 0}
    const events = await transaction
      .delete(processedEvents)
      .where(lt(processedEvents.processedAt, daysAgo(EVENT_DAYS)))
      .returning({id: processedEvents.id})
    const links = await transaction
      .delete(setupLinks)
      .where(lt(setupLinks.expiresAt, daysAgo(LINK_DAYS)))
      .returning({id: setupLinks.id})
    return {
      ordersCancelled: await cancelUnpaid(transaction),
      eventsForgotten: events.length,
      linksForgotten: links.length,
    }
  })
}

async function cancelUnpaid(transaction: Transaction): Promise<number> {
  const payable = transaction
    .select({orderId: checkoutAttempts.orderId})
    .from(checkoutAttempts)
    .where(and(eq(checkoutAttempts.orderId, orders.id), eq(checkoutAttempts.status, 'open')))
  const stale = await transaction
    .select({id: orders.id})
    .from(orders)
    .where(
      and(
        eq(orders.state, 'pending'),
        inArray(orders.payment, ['unpaid', 'failed']),
        lt(orders.createdAt, daysAgo(PENDING_DAYS)),
        notExists(payable),
      ),
    )
    .limit(500)
  for (const {id} of stale) {
    const order = await lockOrder(transaction, id)
    await moveOrder(transaction, order, {
      to: 'cancelled',
      cause: 'system',
      detail: `unpaid for ${PENDING_DAYS} days`,
    })
  }
  return stale.length
}
