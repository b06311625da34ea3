import {index, pgTable, text, uuid} from 'drizzle-orm/pg-core'
import {bytes, moment} from './columns.ts'
import {orders} from './orders.ts'

/** One-time links to the set-up form. Only hashes of what travels are kept. */
export const setupLinks = pgTable(
  'setup_links',
  {
    id: uuid('id').primaryKey().defaultRandom(),
    orderId: text('order_id')
      .notNull()
      .references(() => orders.id),
    /** The mail that carries it: a mail sent twice must not kill the link of its first copy. */
    outboxId: uuid('outbox_id').notNull(),
    tokenHash: bytes('token_hash').notNull().unique(),
    /** What the form sent last must show to be saved; replaced at every opening and every save. */
    continuationHash: bytes('continuation_hash').unique(),
    createdAt: moment('created_at').notNull().defaultNow(),
    expiresAt: moment('expires_at').notNull(),
    revokedAt: moment('revoked_at'),
  },
  (table) => [index('setup_links_order').on(table.orderId)],
)

export type SetupLink = typeof setupLinks.$inferSelect
