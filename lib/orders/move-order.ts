import {eq, sql} from 'drizzle-orm'
import type {Transaction} from '../db/database.ts'
import {type Cause, type Order, type OrderState, orderHistory, orders} from '../db/schema.ts'
import {mayMove} from './states.ts'

export type Move = {
  to: OrderState
  cause: Cause
  /** An id or a few words for the history; never personal data. */
  detail: string
}

export type MoveResult =
  | {ok: true}
  | {ok: false; reason: 'illegal-transition'; from: OrderState; to: OrderState}

/** Moves an order to another state, if that is legal, and writes it into its history. The caller holds the row. */
export async function moveOrder(transaction: Transaction, order: Order, move: Move): Promise<MoveResult> {
  const {to, cause, detail} = move
  const from = order.state
  if (!mayMove(from, to, cause)) return {ok: false, reason: 'illegal-transition', from, to}
  await transaction
    .update(orders)
    .set({state: to, version: sql`${orders.version} + 1`, updatedAt: sql`now()`})
    .where(eq(orders.id, order.id))
  await transaction
    .insert(orderHistory)
    .values({orderId: order.id, fromState: from, toState: to, cause, detail})
  return {ok: true}
}
