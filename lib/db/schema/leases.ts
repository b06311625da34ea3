import {bigint, pgTable, text, uuid} from 'drizzle-orm/pg-core'
import {moment} from './columns.ts'

/** Who may do a piece of work that only one instance at a time should do, and until when. */
export const leases = pgTable('leases', {
  name: text('name').primaryKey(),
  holder: uuid('holder').notNull(),
  /** Grows with every new holder: a holder that was paused past its time is told apart from its successor. */
  fencingToken: bigint('fencing_token', {mode: 'number'}).notNull(),
  expiresAt: moment('expires_at').notNull(),
})
