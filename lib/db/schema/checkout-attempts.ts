import {index, integer, pgTable, primaryKey, text} from 'drizzle-orm/pg-core'
import {moment} from './columns.ts'
import {orders} from './orders.ts'

export const ATTEMPT_STATUSES = ['creating', 'open', 'complete', 'expired', 'abandoned'] as const
export type AttemptStatus = (typeof ATTEMPT_STATUSES)[number]

/**
 * One Checkout Session of an order. The session's address is never stored: it is a secret of the buyer and is read
 * from Stripe when it is needed.
 */
export const checkoutAttempts = pgTable(
  'checkout_attempts',
  {
    orderId: text('order_id')
      .notNull()
      .references(() => orders.id),
    attempt: integer('attempt').notNull(),
    status: text('status').$type<AttemptStatus>().notNull().default('creating'),
    sessionId: text('session_id').unique(),
    priceId: text('price_id').notNull(),
    createdAt: moment('created_at').notNull().defaultNow(),
    updatedAt: moment('updated_at').notNull().defaultNow(),
  },
  (table) => [
    primaryKey({columns: [table.orderId, table.attempt]}),
    index('checkout_attempts_status').on(table.status, table.createdAt),
  ],
)

export type CheckoutAttempt = typeof checkoutAttempts.$inferSelect
