import {pgTable, primaryKey, text} from 'drizzle-orm/pg-core'
import {bytes, moment} from './columns.ts'
import {orders} from './orders.ts'

/** The key of an order's service data. When the wrapped key is gone, the values cannot be read again by anyone. */
export const serviceRecords = pgTable('service_records', {
  orderId: text('order_id')
    .primaryKey()
    .references(() => orders.id),
  keyId: text('key_id'),
  wrappedKey: bytes('wrapped_key'),
  createdAt: moment('created_at').notNull().defaultNow(),
  updatedAt: moment('updated_at').notNull().defaultNow(),
  submittedAt: moment('submitted_at'),
  erasedAt: moment('erased_at'),
})

/** One field of the set-up form, sealed with its record's key. */
export const serviceFields = pgTable(
  'service_fields',
  {
    orderId: text('order_id')
      .notNull()
      .references(() => serviceRecords.orderId),
    field: text('field').notNull(),
    sealed: bytes('sealed').notNull(),
  },
  (table) => [primaryKey({columns: [table.orderId, table.field]})],
)
