import {desc, eq} from 'drizzle-orm'
import type {Executor} from '../db/database.ts'
import {customerContacts, type OrderState, orders} from '../db/schema.ts'

export type OrderLine = {
  id: string
  state: OrderState
  plan: string
  /** Cents. */
  amountTotal: number | null
  currency: string | null
  businessName: string | null
  createdAt: Date
  paidAt: Date | null
  detailsAt: Date | null
}

/** Orders, newest first. */
export function listOrders(
  db: Executor,
  {state, limit}: {state?: OrderState; limit: number},
): Promise<OrderLine[]> {
  const {id, plan, amountTotal, currency, createdAt, paidAt, detailsAt} = orders
  const {businessName} = customerContacts
  return db
    .select({
      id,
      state: orders.state,
      plan,
      amountTotal,
      currency,
      businessName,
      createdAt,
      paidAt,
      detailsAt,
    })
    .from(orders)
    .leftJoin(customerContacts, eq(customerContacts.orderId, orders.id))
    .where(state && eq(orders.state, state))
    .orderBy(desc(orders.createdAt))
    .limit(limit)
}
