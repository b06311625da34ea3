import type {Executor} from '../db/database.ts'
import type {CheckoutAttempt, Order} from '../db/schema.ts'
import {listAttempts} from '../orders/attempts.ts'
import {findOrder} from '../orders/find-order.ts'
import type {PriceResult} from './read-price.ts'

/** Where an order stands on its way to an open session: itself, and its newest session or session to be. */
export type Standing = {
  order: Order
  newest: CheckoutAttempt | undefined
  /** What it costs now, when that was asked already. */
  price?: Promise<PriceResult>
}

/** Reads where an order stands now. Throws when there is none: orders are never removed. */
export async function readStanding(db: Executor, orderId: string): Promise<Standing> {
  const order = await findOrder(db, orderId)
  if (order === undefined) throw new Error(`There is no order ${orderId}.`)
  const [newest] = await listAttempts(db, orderId)
  return {order, newest}
}
