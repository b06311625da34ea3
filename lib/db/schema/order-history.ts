import {bigint, index, pgTable, text} from 'drizzle-orm/pg-core'
import type {Cause, OrderState} from '../../orders/states.ts'
import {moment} from './columns.ts'
import {orders} from './orders.ts'

/** Every change of an order's state, and what caused it. */
export const orderHistory = pgTable(
  'order_history',
  {
    id: bigint('id', {mode: 'number'}).primaryKey().generatedAlwaysAsIdentity(),
    orderId: text('order_id')
      .notNull()
      .references(() => orders.id),
    fromState: text('from_state').$type<OrderState>().notNull(),
    toState: text('to_state').$type<OrderState>().notNull(),
    cause: text('cause').$type<Cause>().notNull(),
    /** An id or a few words; never personal data. */
    detail: text('detail').notNull(),
    at: moment('at').notNull().defaultNow(),
  },
  (table) => [index('order_history_order').on(table.orderId, table.id)],
)
