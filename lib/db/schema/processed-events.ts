import {index, pgTable, text} from 'drizzle-orm/pg-core'
import {moment} from './columns.ts'

/** Ids of the Stripe events whose effect is in this database, written in the transaction of that effect. */
export const processedEvents = pgTable(
  'processed_events',
  {
    id: text('id').primaryKey(),
    type: text('type').notNull(),
    orderId: text('order_id'),
    /** When Stripe made it. */
    createdAt: moment('created_at').notNull(),
    processedAt: moment('processed_at').notNull().defaultNow(),
  },
  (table) => [index('processed_events_at').on(table.processedAt)],
)
