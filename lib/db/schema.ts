import {sql} from 'drizzle-orm'
import {
  bigint,
  boolean,
  check,
  customType,
  date,
  index,
  integer,
  jsonb,
  pgTable,
  primaryKey,
  text,
  timestamp,
  uniqueIndex,
  uuid,
} from 'drizzle-orm/pg-core'
import {
  CONTACT_SUBJECTS,
  type ContactSubject,
  PRIVACY_REQUEST_KINDS,
  type PrivacyRequestKind,
} from '../format/forms.ts'
import {ORDER_STATES, type OrderState} from '../format/purchases.ts'

// Every table, and the values that its columns may hold. `npm run db:generate` compares this file with the last migration.

/** A moment, with its zone, to the millisecond that JavaScript keeps. */
const moment = (name: string) => timestamp(name, {withTimezone: true, mode: 'date', precision: 3})

/** Raw bytes. */
const bytes = customType<{data: Buffer; driverData: Buffer}>({dataType: () => 'bytea'})

const oneOf = (values: readonly string[]) => sql.raw(values.map((value) => `'${value}'`).join(', '))

// Orders

export {ORDER_STATES, type OrderState}

/** Where its money stands. `processing` is a delayed payment, such as a bank debit, on its way. */
export const PAYMENT_STATES = ['unpaid', 'processing', 'failed', 'paid', 'refunded'] as const
export type PaymentState = (typeof PAYMENT_STATES)[number]

/** On whose word a state changes. */
export type Cause = 'stripe' | 'owner' | 'system'

/** One purchase, from the first press of the button. Holds no personal data: that is in `customer_contacts`. */
export const orders = pgTable(
  'orders',
  {
    id: text('id').primaryKey(),
    /** Minted with the page that shows the button; however often that page is sent, it is this order. */
    nonce: text('nonce').notNull().unique(),
    plan: text('plan').notNull(),
    planName: text('plan_name').notNull(),
    lookupKey: text('lookup_key').notNull(),
    state: text('state').$type<OrderState>().notNull().default('pending'),
    /** Where to go back to when a refund fails or a dispute is won. */
    resumeState: text('resume_state').$type<OrderState>(),
    payment: text('payment').$type<PaymentState>().notNull().default('unpaid'),
    /** Cents, as charged. */
    amountTotal: integer('amount_total'),
    amountRefunded: integer('amount_refunded').notNull().default(0),
    currency: text('currency'),
    termsVersion: text('terms_version').notNull(),
    policyVersion: text('policy_version').notNull(),
    livemode: boolean('livemode').notNull(),
    paidSessionId: text('paid_session_id').unique(),
    paymentIntentId: text('payment_intent_id').unique(),
    invoiceId: text('invoice_id'),
    /** Grows with every change, so that what was read at Stripe before a change is not applied after it. */
    version: integer('version').notNull().default(0),
    createdAt: moment('created_at').notNull().defaultNow(),
    updatedAt: moment('updated_at').notNull().defaultNow(),
    paidAt: moment('paid_at'),
    detailsAt: moment('details_at'),
  },
  (table) => [
    index('orders_state').on(table.state, table.createdAt),
    index('orders_created').on(table.createdAt),
    check('orders_state_known', sql`${table.state} in (${oneOf(ORDER_STATES)})`),
    check('orders_payment_known', sql`${table.payment} in (${oneOf(PAYMENT_STATES)})`),
  ],
)

export type Order = typeof orders.$inferSelect

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

const ATTEMPT_STATUSES = ['creating', 'open', 'complete', 'expired', 'abandoned'] as const
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

/** The four things that the privacy policy (§1, contact information) says are kept about a client, and no others. */
export const customerContacts = pgTable('customer_contacts', {
  orderId: text('order_id')
    .primaryKey()
    .references(() => orders.id),
  name: text('name'),
  businessName: text('business_name'),
  email: text('email'),
  phone: text('phone'),
  stripeCustomerId: text('stripe_customer_id'),
  updatedAt: moment('updated_at').notNull().defaultNow(),
  /** When the client had all of it erased. What Stripe tells of the order later is not stored then. */
  erasedAt: moment('erased_at'),
})

export type CustomerContact = typeof customerContacts.$inferSelect

type RefundStatus = 'requested' | 'sent' | 'failed'

/**
 * The owner's wishes to give money of an order back, each written before Stripe is asked, so that it survives a fall in between.
 * Refunds that are made in the Stripe dashboard are in no row; `orders.amountRefunded` counts all.
 */
export const refunds = pgTable(
  'refunds',
  {
    orderId: text('order_id')
      .notNull()
      .references(() => orders.id),
    /** Counts the wishes of an order from 1; part of the idempotency key at Stripe. */
    attempt: integer('attempt').notNull().default(1),
    /** Cents. */
    amount: integer('amount').notNull(),
    status: text('status').$type<RefundStatus>().notNull().default('requested'),
    stripeRefundId: text('stripe_refund_id').unique(),
    requestedAt: moment('requested_at').notNull().defaultNow(),
  },
  (table) => [
    primaryKey({columns: [table.orderId, table.attempt]}),
    // One refund of an order at a time: the next is measured by what this one leaves.
    uniqueIndex('refunds_under_way').on(table.orderId).where(sql`${table.status} = 'requested'`),
  ],
)

export type RefundRequest = typeof refunds.$inferSelect

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

// The set-up form

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
    createdAt: moment('created_at').notNull().defaultNow(),
    expiresAt: moment('expires_at').notNull(),
    revokedAt: moment('revoked_at'),
  },
  (table) => [index('setup_links_order').on(table.orderId)],
)

export type SetupLink = typeof setupLinks.$inferSelect

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

// The contact form

const HELD_REASONS = ['decoy', 'too_many'] as const
export type HeldReason = (typeof HELD_REASONS)[number]

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
    /** Why no mail about it was queued; the owner finds it in the list. */
    held: text('held').$type<HeldReason>(),
    createdAt: moment('created_at').notNull().defaultNow(),
    doneAt: moment('done_at'),
    /** When the owner said that it is spam. */
    spamAt: moment('spam_at'),
    /** Grows with every change, so that what another window has changed meanwhile is not overwritten. */
    version: integer('version').notNull().default(0),
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

// Consent and visits

/** What was answered when the site asked about analytics. */
export const CONSENT_ANSWERS = ['yes', 'no'] as const
export type ConsentAnswer = (typeof CONSENT_ANSWERS)[number]

/** Every answer about analytics, so that it can be shown later. Nothing about the device or the address of who gave it. */
export const consentChoices = pgTable(
  'consent_choices',
  {
    id: uuid('id').primaryKey().defaultRandom(),
    /** Names the words that were answered; other words, or another use, have another name. */
    question: text('question').notNull(),
    answer: text('answer').$type<ConsentAnswer>().notNull(),
    /** Whether the browser sent Global Privacy Control, which counts as a no. */
    gpc: boolean('gpc').notNull(),
    at: moment('at').notNull().defaultNow(),
  },
  (table) => [
    index('consent_choices_at').on(table.at),
    check('consent_choices_answer_known', sql`${table.answer} in (${oneOf(CONSENT_ANSWERS)})`),
  ],
)

/** How often each address was read on a day. Sums alone: they say nothing of any reader. */
export const dailyVisits = pgTable(
  'daily_visits',
  {
    /** ISO date, by UTC as the files of the access log. */
    day: date('day', {mode: 'string'}).notNull(),
    /** Names the file that was counted, so that counting it again replaces its sums and several machines add up. */
    source: text('source').notNull(),
    path: text('path').notNull(),
    views: integer('views').notNull(),
  },
  (table) => [primaryKey({columns: [table.day, table.source, table.path]})],
)

// Data subject requests (privacy policy §6 and §7)

/**
 * `asked`: a link was mailed, and not used yet. `open`: the address is proved, and the person or the owner has something to
 * do. `erasing`: the deletion is confirmed, and goes on until nothing is left. `done`, `denied`: it is over.
 */
export const PRIVACY_REQUEST_STATES = ['asked', 'open', 'erasing', 'done', 'denied'] as const
export type PrivacyRequestState = (typeof PRIVACY_REQUEST_STATES)[number]

/** What a person wants an order's contact to be; what is left out stays. */
export type WantedContact = {name?: string; businessName?: string; email?: string; phone?: string}

export const privacyRequests = pgTable(
  'privacy_requests',
  {
    id: text('id').primaryKey(),
    kind: text('kind').$type<PrivacyRequestKind>().notNull(),
    state: text('state').$type<PrivacyRequestState>().notNull().default('asked'),
    /** Whose data it is about. Cleared an hour after the end, when the mail about it is out. */
    email: text('email'),
    /** A correction that waits to be confirmed. */
    wanted: jsonb('wanted').$type<WantedContact>(),
    /** What a parent wrote about a child's data, or why the owner refused. Cleared like the address. */
    words: text('words'),
    receivedAt: moment('received_at').notNull().defaultNow(),
    /** The last day to answer. */
    dueAt: moment('due_at').notNull(),
    /** When the address was proved. */
    verifiedAt: moment('verified_at'),
    /** When a deletion was confirmed. What came in later is not erased by it. */
    confirmedAt: moment('confirmed_at'),
    endedAt: moment('ended_at'),
  },
  (table) => [
    index('privacy_requests_email').on(sql`lower(${table.email})`),
    index('privacy_requests_state').on(table.state, table.dueAt),
    check('privacy_requests_kind_known', sql`${table.kind} in (${oneOf(PRIVACY_REQUEST_KINDS)})`),
    check('privacy_requests_state_known', sql`${table.state} in (${oneOf(PRIVACY_REQUEST_STATES)})`),
  ],
)

export type PrivacyRequest = typeof privacyRequests.$inferSelect

/** One-time links of data subject requests. Only hashes of what travels are kept. */
export const privacyLinks = pgTable(
  'privacy_links',
  {
    id: uuid('id').primaryKey().defaultRandom(),
    requestId: text('request_id')
      .notNull()
      .references(() => privacyRequests.id, {onDelete: 'cascade'}),
    /** `open` proves the address of the request, `new_address` the one that it is to be changed to. */
    purpose: text('purpose').$type<'open' | 'new_address'>().notNull(),
    tokenHash: bytes('token_hash').notNull().unique(),
    expiresAt: moment('expires_at').notNull(),
    usedAt: moment('used_at'),
    /** What the pages that follow the link must show; given out once, when the link is used. */
    pageKeyHash: bytes('page_key_hash').unique(),
  },
  (table) => [index('privacy_links_request').on(table.requestId)],
)

/** The objects at Stripe that are to be redacted, by kind: https://docs.stripe.com/api/privacy/redaction-job */
export type StripeObjects = {customers: string[]; checkout_sessions: string[]; payment_intents: string[]}

/**
 * `waiting`: Stripe is still to be asked. `asked`: it was, and has not said that it is done. `by_hand`: it refused, and the
 * owner must ask it.
 */
export type StripeTaskStatus = 'waiting' | 'asked' | 'done' | 'by_hand'

/** What Stripe must be asked for because of a request, written in the transaction of its fact. */
export const privacyStripeTasks = pgTable(
  'privacy_stripe_tasks',
  {
    id: uuid('id').primaryKey().defaultRandom(),
    requestId: text('request_id')
      .notNull()
      .references(() => privacyRequests.id),
    kind: text('kind').$type<'redact' | 'update'>().notNull(),
    objects: jsonb('objects').$type<StripeObjects>().notNull(),
    status: text('status').$type<StripeTaskStatus>().notNull().default('waiting'),
    /** Stripe's own number of the redaction. */
    jobId: text('job_id'),
    /** A code of Stripe's; never its words, which may quote an address. */
    lastError: text('last_error'),
    attempts: integer('attempts').notNull().default(0),
    dueAt: moment('due_at').notNull().defaultNow(),
    createdAt: moment('created_at').notNull().defaultNow(),
    endedAt: moment('ended_at'),
  },
  (table) => [index('privacy_stripe_tasks_due').on(table.status, table.dueAt)],
)

export type StripeTask = typeof privacyStripeTasks.$inferSelect

/** Who was erased, as a keyed hash of the address, so that what a restored backup brings back is erased again. */
export const erasures = pgTable(
  'erasures',
  {
    id: uuid('id').primaryKey().defaultRandom(),
    emailHash: text('email_hash').notNull().unique(),
    /** The key of the hash. */
    keyId: text('key_id').notNull(),
    /** Orders whose payment records are kept, without a name. */
    orderIds: text('order_ids').array().notNull(),
    erasedAt: moment('erased_at').notNull().defaultNow(),
  },
  (table) => [index('erasures_at').on(table.erasedAt)],
)

/** What was given to courts and authorities (privacy policy §3). The database refuses to change or remove a row. */
export const disclosures = pgTable('disclosures', {
  id: text('id').primaryKey(),
  /** Who asked for it, such as a court and its reference. */
  authority: text('authority').notNull(),
  /** The law or order that it was asked for under. */
  basis: text('basis').notNull(),
  /** The kinds of data that were given; never the data. */
  given: text('given').notNull(),
  /** The order whose client it is about, if it is about one. */
  orderId: text('order_id'),
  givenAt: moment('given_at').notNull(),
  recordedBy: text('recorded_by').notNull(),
  recordedAt: moment('recorded_at').notNull().defaultNow(),
})

export type Disclosure = typeof disclosures.$inferSelect

// What every domain uses

export type OutboxStatus = 'waiting' | 'sent' | 'dead'

/** Mail that must go out because of a fact recorded in the same transaction. Holds ids only, never an address or a link. */
export const outbox = pgTable(
  'outbox',
  {
    id: uuid('id').primaryKey().defaultRandom(),
    /** The same cause asked for twice is one row. */
    dedupeKey: text('dedupe_key').notNull().unique(),
    /** The kind of mail; each domain has its own. */
    purpose: text('purpose').notNull(),
    /** The order that the mail is about; nothing when it is about a message or the site as a whole. */
    orderId: text('order_id'),
    /** The message that the mail is about. Mail about a message goes when the message goes. */
    contactMessageId: text('contact_message_id').references(() => contactMessages.id, {onDelete: 'cascade'}),
    /** The data subject request that the mail is about. */
    privacyRequestId: text('privacy_request_id').references(() => privacyRequests.id, {onDelete: 'cascade'}),
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
    /** When the owner put it aside: a mail that need not go out any more, or news that is dealt with. */
    dismissedAt: moment('dismissed_at'),
  },
  (table) => [
    index('outbox_order').on(table.orderId),
    index('outbox_due').on(table.dueAt).where(sql`${table.status} = 'waiting'`),
    check(
      'outbox_about_one',
      sql`num_nonnulls(${table.orderId}, ${table.contactMessageId}, ${table.privacyRequestId}) = case when ${table.purpose} = 'owner_site_alert' then 0 else 1 end`,
    ),
  ],
)

export type OutboxRow = typeof outbox.$inferSelect

/**
 * Mail about orders and messages as it went out, for the owner to read again. What opens something, such as a one-time link, is
 * taken out of it. Mail about data requests is not kept.
 */
export const sentMails = pgTable('sent_mails', {
  outboxId: uuid('outbox_id')
    .primaryKey()
    .references(() => outbox.id, {onDelete: 'cascade'}),
  orderId: text('order_id'),
  contactMessageId: text('contact_message_id'),
  recipient: text('recipient').notNull(),
  subject: text('subject').notNull(),
  body: text('body').notNull(),
  sentAt: moment('sent_at').notNull().defaultNow(),
})

export type SentMail = typeof sentMails.$inferSelect

// What the owner writes

/** Letters of the owner to the client of an order, or to the person who wrote a message. They go out as mail. */
export const ownerLetters = pgTable(
  'owner_letters',
  {
    /** Chosen by the window in which it was written: sent twice, it is one letter. */
    id: uuid('id').primaryKey(),
    orderId: text('order_id').references(() => orders.id),
    contactMessageId: text('contact_message_id').references(() => contactMessages.id, {onDelete: 'cascade'}),
    subject: text('subject').notNull(),
    body: text('body').notNull(),
    /** Who wrote it, as the audit log names them. */
    author: text('author').notNull(),
    createdAt: moment('created_at').notNull().defaultNow(),
  },
  (table) => [
    index('owner_letters_order').on(table.orderId),
    index('owner_letters_message').on(table.contactMessageId),
    check('owner_letters_to_one', sql`num_nonnulls(${table.orderId}, ${table.contactMessageId}) = 1`),
  ],
)

export type OwnerLetter = typeof ownerLetters.$inferSelect

/** What the owner wrote down about an order, for their own eyes. */
export const orderNotes = pgTable(
  'order_notes',
  {
    /** Chosen by the window in which it was written, as that of a letter is. */
    id: uuid('id').primaryKey(),
    orderId: text('order_id')
      .notNull()
      .references(() => orders.id),
    body: text('body').notNull(),
    author: text('author').notNull(),
    createdAt: moment('created_at').notNull().defaultNow(),
  },
  (table) => [index('order_notes_order').on(table.orderId)],
)

export type OrderNote = typeof orderNotes.$inferSelect

/** Which instance may do a piece of work that only one at a time should do, and until when. */
export const leases = pgTable('leases', {
  name: text('name').primaryKey(),
  holder: uuid('holder').notNull(),
  /** Grows with every new holder: a holder that was paused past its time is told apart from its successor. */
  fencingToken: bigint('fencing_token', {mode: 'number'}).notNull(),
  expiresAt: moment('expires_at').notNull(),
})

/** What a build's pages have caught up with, for hosts that keep nothing between two requests. */
export const seenContent = pgTable('seen_content', {
  build: text('build').primaryKey(),
  /** Published documents with their revisions. */
  revisions: jsonb('revisions').notNull(),
})

/** Who looked at, changed or erased what is confidential. The database refuses to change or remove a row. */
export const auditLog = pgTable('audit_log', {
  id: bigint('id', {mode: 'number'}).primaryKey().generatedAlwaysAsIdentity(),
  actor: text('actor').notNull(),
  action: text('action').notNull(),
  orderId: text('order_id'),
  /** What else it is about: the id of a message, a request or a disclosure. */
  about: text('about'),
  at: moment('at').notNull().defaultNow(),
  /** Of this row and the hash before it; missing in rows that are older than the chain. */
  hash: bytes('hash'),
})

export type AuditRow = typeof auditLog.$inferSelect

export type SealEvent = 'published' | 'withdrawn'

/**
 * Versions of policies as the site first saw them. Each row holds the hash of the one before it, and the database refuses to
 * change or remove one: whoever may write to the Content Lake cannot alter here what a text was.
 */
export const policySeals = pgTable(
  'policy_seals',
  {
    /** From 1, without gaps. */
    position: integer('position').primaryKey(),
    policyId: text('policy_id').notNull(),
    number: integer('number').notNull(),
    event: text('event').$type<SealEvent>().notNull(),
    /** SHA-256 of the text. */
    hash: text('hash').notNull(),
    /** SHA-256 of what is known of the version besides its text. */
    factsHash: text('facts_hash').notNull(),
    /** The `seal` of the row before; empty in the first. */
    previous: text('previous').notNull(),
    /** SHA-256 of all other columns. */
    seal: text('seal').notNull(),
    sealedAt: moment('sealed_at').notNull(),
  },
  (table) => [uniqueIndex('policy_seals_once').on(table.policyId, table.number, table.event)],
)

export type PolicySeal = typeof policySeals.$inferSelect
