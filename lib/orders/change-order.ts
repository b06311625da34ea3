import {eq, sql} from 'drizzle-orm'
import type {Transaction} from '../db/database.ts'
import {type Order, orders} from '../db/schema.ts'

type Changeable = Omit<Order, 'id' | 'nonce' | 'state' | 'version' | 'createdAt' | 'updatedAt' | 'livemode'>

/** Changes what an order holds, all but its state, and counts its version up. The caller holds the row. */
export async function changeOrder(
  transaction: Transaction,
  orderId: string,
  change: Partial<Changeable>,
): Promise<void> {
  await transaction
    .update(orders)
    .set({...change, version: sql`${orders.version} + 1`, updatedAt: sql`now()`})
    .where(eq(orders.id, orderId))
}
