import {integer, pgTable, text} from 'drizzle-orm/pg-core'
import {moment} from './columns.ts'
import {orders} from './orders.ts'

export type RefundStatus = 'requested' | 'sent' | 'failed'

/** The owner's wish to refund an order in full, written before Stripe is asked, so that it survives a fall in between. */
export const refunds = pgTable('refunds', {
  orderId: text('order_id')
    .primaryKey()
    .references(() => orders.id),
  status: text('status').$type<RefundStatus>().notNull().default('requested'),
  /** Counted up when a failed refund is asked for again; part of the idempotency key at Stripe. */
  attempt: integer('attempt').notNull().default(1),
  stripeRefundId: text('stripe_refund_id').unique(),
  requestedAt: moment('requested_at').notNull().defaultNow(),
})
