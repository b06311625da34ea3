import {eq} from 'drizzle-orm'
import type {Executor, Transaction} from '../db/database.ts'
import {checkoutAttempts, type Order, orders} from '../db/schema.ts'

export async function findOrder(db: Executor, orderId: string): Promise<Order | undefined> {
  const [order] = await db.select().from(orders).where(eq(orders.id, orderId))
  return order
}

/** The order that a Checkout Session was made for, if that was here. */
export async function findOrderOfSession(db: Executor, sessionId: string): Promise<Order | undefined> {
  const [found] = await db
    .select({order: orders})
    .from(checkoutAttempts)
    .innerJoin(orders, eq(orders.id, checkoutAttempts.orderId))
    .where(eq(checkoutAttempts.sessionId, sessionId))
  return found?.order
}

/** The order, with its row held until the transaction ends. Throws when there is none: orders are never removed. */
export async function lockOrder(transaction: Transaction, orderId: string): Promise<Order> {
  const [order] = await transaction.select().from(orders).where(eq(orders.id, orderId)).for('update')
  if (order === undefined) throw new Error(`There is no order ${orderId}.`)
  return order
}
