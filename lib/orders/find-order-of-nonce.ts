import {eq} from 'drizzle-orm'
import type {Executor} from '../db/database.ts'
import {type Order, orders} from '../db/schema.ts'

/** The order that was made from a checkout page, once its button was pressed. */
export async function findOrderOfNonce(db: Executor, nonce: string): Promise<Order | undefined> {
  const [order] = await db.select().from(orders).where(eq(orders.nonce, nonce))
  return order
}
