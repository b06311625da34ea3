import {sql} from 'drizzle-orm'
import {check, index, integer, pgTable, text, uuid} from 'drizzle-orm/pg-core'
import type {MailPurpose} from '../../mail/purpose.ts'
import {moment} from './columns.ts'
import {contactMessages} from './contact-messages.ts'

export type OutboxStatus = 'waiting' | 'sent' | 'dead'

/** Mail that must go out because of a fact recorded in the same transaction. Holds ids only, never an address or a link. */
export const outbox = pgTable(
  'outbox',
  {
    id: uuid('id').primaryKey().defaultRandom(),
    /** The same cause asked for twice is one row. */
    dedupeKey: text('dedupe_key').notNull().unique(),
    purpose: text('purpose').$type<MailPurpose>().notNull(),
    /** The order that the mail is about; nothing when it is about a message or the site as a whole. */
    orderId: text('order_id'),
    /** The message that the mail is about. Mail about a message goes when the message goes. */
    contactMessageId: text('contact_message_id').references(() => contactMessages.id, {onDelete: 'cascade'}),
    /** What the purpose needs beside the order: a state, a code. */
    subject: text('subject').notNull().default(''),
    status: text('status').$type<OutboxStatus>().notNull().default('waiting'),
    attempts: integer('attempts').notNull().default(0),
    dueAt: moment('due_at').notNull().defaultNow(),
    claimedBy: uuid('claimed_by'),
    claimedUntil: moment('claimed_until'),
    /** A code or class of error; never the text of a mail host, which may quote an address. */
    lastError: text('last_error'),
    createdAt: moment('created_at').notNull().defaultNow(),
    sentAt: moment('sent_at'),
  },
  (table) => [
    index('outbox_due').on(table.dueAt).where(sql`${table.status} = 'waiting'`),
    check(
      'outbox_about_one',
      sql`num_nonnulls(${table.orderId}, ${table.contactMessageId}) = case when ${table.purpose} = 'owner_site_alert' then 0 else 1 end`,
    ),
  ],
)

export type OutboxRow = typeof outbox.$inferSelect
