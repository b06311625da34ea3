import {asc, eq} from 'drizzle-orm'
import type {Executor} from '../db/database.ts'
import {customerContacts, orderHistory, outbox, refunds} from '../db/schema.ts'
import {listAttempts} from './attempts.ts'
import {findOrder} from './find-order.ts'

/** Everything about an order but its service data. Undefined when there is no such order. */
export async function showOrder(db: Executor, orderId: string) {
  const order = await findOrder(db, orderId)
  if (order === undefined) return undefined
  const [contact] = await db.select().from(customerContacts).where(eq(customerContacts.orderId, orderId))
  const [refund] = await db.select().from(refunds).where(eq(refunds.orderId, orderId))
  return {
    order,
    contact,
    refund,
    attempts: await listAttempts(db, orderId),
    history: await db
      .select()
      .from(orderHistory)
      .where(eq(orderHistory.orderId, orderId))
      .orderBy(asc(orderHistory.id)),
    mails: await db.select().from(outbox).where(eq(outbox.orderId, orderId)).orderBy(asc(outbox.createdAt)),
  }
}
