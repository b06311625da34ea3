import {and, eq, inArray, lt, notExists, sql} from 'drizzle-orm'
import type {Commerce} from '../commerce.ts'
import {confirmLease, type Lease, type Transaction} from '../db/database.ts'
import {checkoutAttempts, orders} from '../db/schema.ts'
import {lockOrder, moveOrder} from './store.ts'

/** A session can be paid for a day at most, so a buyer who is away for a week does not come back to pay. */
const PENDING_DAYS = 7

const daysAgo = (days: number) => sql`now() - make_interval(days => ${days})`

/** Closes orders that stayed unpaid. Does nothing once another process has the lease. Returns how many. */
export async function cleanUp({db}: Pick<Commerce, 'db'>, lease: Lease): Promise<number> {
  return db.transaction(async (transaction) =>
    (await confirmLease(transaction, lease)) ? cancelUnpaid(transaction) : 0,
  )
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
