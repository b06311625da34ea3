import {bigint, pgTable, text} from 'drizzle-orm/pg-core'
import {moment} from './columns.ts'

/** Who looked at, changed or erased what is confidential. The database refuses to change or remove a row. */
export const auditLog = pgTable('audit_log', {
  id: bigint('id', {mode: 'number'}).primaryKey().generatedAlwaysAsIdentity(),
  actor: text('actor').notNull(),
  action: text('action').notNull(),
  orderId: text('order_id'),
  at: moment('at').notNull().defaultNow(),
})
