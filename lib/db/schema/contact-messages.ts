import {sql} from 'drizzle-orm'
import {check, index, pgTable, text} from 'drizzle-orm/pg-core'
import {CONTACT_SUBJECTS, type ContactSubject} from '../../format/contact-fields.ts'
import {moment} from './columns.ts'

const HELD_REASONS = ['decoy', 'too_many'] as const
export type HeldReason = (typeof HELD_REASONS)[number]

const oneOf = (values: readonly string[]) => sql.raw(values.map((value) => `'${value}'`).join(', '))

/** What people wrote in the contact form. Nothing about their device or address is kept. */
export const contactMessages = pgTable(
  'contact_messages',
  {
    id: text('id').primaryKey(),
    subject: text('subject').$type<ContactSubject>().notNull(),
    name: text('name').notNull(),
    email: text('email').notNull(),
    businessName: text('business_name').notNull(),
    message: text('message').notNull(),
    /** Keyed hash of who wrote what, to know the same message when it is sent twice. */
    fingerprint: text('fingerprint').notNull(),
    /** Why nobody was told of it; the owner finds it in the list. */
    held: text('held').$type<HeldReason>(),
    createdAt: moment('created_at').notNull().defaultNow(),
    doneAt: moment('done_at'),
  },
  (table) => [
    index('contact_messages_created').on(table.createdAt),
    index('contact_messages_fingerprint').on(table.fingerprint, table.createdAt),
    check(
      'contact_messages_subject_known',
      sql`${table.subject} in (${oneOf(Object.keys(CONTACT_SUBJECTS))})`,
    ),
    check('contact_messages_held_known', sql`${table.held} in (${oneOf(HELD_REASONS)})`),
  ],
)

export type StoredMessage = typeof contactMessages.$inferSelect
