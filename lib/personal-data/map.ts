import {getTableColumns} from 'drizzle-orm'
import type {PgColumn, PgTable} from 'drizzle-orm/pg-core'
import type * as schema from '../db/schema.ts'
import {
  auditLog,
  checkoutAttempts,
  consentChoices,
  contactMessages,
  customerContacts,
  dailyVisits,
  disclosures,
  erasures,
  leases,
  orderHistory,
  orderNotes,
  orders,
  outbox,
  ownerLetters,
  policySeals,
  privacyLinks,
  privacyRequests,
  privacyStripeTasks,
  processedEvents,
  refunds,
  seenContent,
  sentMails,
  serviceFields,
  serviceRecords,
  setupLinks,
} from '../db/schema.ts'

// The map of personal data: every place that can hold something about a person. The export, the erasure, the retention
// job and the site's own pages about privacy are made from it. It does not compile when a table or a column is missing.

type TablesOf<Module> = {
  [Name in keyof Module as Module[Name] extends PgTable ? Name : never]: Module[Name]
}
type Tables = TablesOf<typeof schema>
export type TableName = keyof Tables

/**
 * What a column is to the person that its row is about. `personal`: shown, and gone when they are erased. `record`: shown, and kept
 * as a record that names no one. `secret`: said to be stored, never shown, and gone. `technical`: says nothing about them.
 */
export type ColumnUse = {is: 'personal' | 'record' | 'secret'; label: string} | {is: 'technical'}

/** How the rows about a person are found: by a column that holds their address, a keyed hash of it, or the id of something of theirs. */
export type Found = {by: 'address' | 'hash' | 'order' | 'message' | 'request'; column: string}

/**
 * What erasing a person does to the rows about them. `cleared`: columns that are personal are emptied. `deleted`: the rows go.
 * `destroyed`: values and their key go. `kept`: nothing in them is personal, or the law wants them.
 */
export type Erased = 'cleared' | 'deleted' | 'destroyed' | 'kept'

export type Period = {
  /** For readers. */
  words: string
  /** Days that the retention job counts; left out where no job ends the period. */
  days?: number
}

type TableEntry<Name extends TableName> = {
  table: Tables[Name]
  /** What the rows are, for readers. */
  title: string
  /** Why they are kept (privacy policy §2). */
  purpose: string
  period: Period
  /** Empty when no row is about a person. */
  found: readonly Found[]
  erased: Erased
  /** How the person corrects it; left out where it cannot be wrong. */
  corrected?: string
  columns: Readonly<Record<keyof Tables[Name]['$inferSelect'], ColumnUse>>
}

const personal = (label: string): ColumnUse => ({is: 'personal', label})
const record = (label: string): ColumnUse => ({is: 'record', label})
const secret = (label: string): ColumnUse => ({is: 'secret', label})
const technical: ColumnUse = {is: 'technical'}

const BY_FORM = 'On the page for data requests.'
/** Tax law of the United States lets a business be asked for its records of income for up to seven years (IRS Topic 305). */
export const PAYMENT_RECORD_YEARS = 7

const TABLES = {
  orders: {
    table: orders,
    title: 'Orders',
    purpose: 'To provide the service that was bought, and to keep the books.',
    period: {
      words: `${PAYMENT_RECORD_YEARS} years after the payment, without a name once the person is erased.`,
    },
    found: [{by: 'order', column: 'id'}],
    erased: 'kept',
    columns: {
      id: record('Order'),
      nonce: technical,
      plan: technical,
      planName: record('Plan'),
      lookupKey: technical,
      state: record('State'),
      resumeState: technical,
      payment: record('Payment'),
      amountTotal: record('Amount in cents'),
      amountRefunded: record('Refunded in cents'),
      currency: record('Currency'),
      termsVersion: record('Terms that were agreed to'),
      policyVersion: record('Privacy policy in force'),
      livemode: technical,
      paidSessionId: technical,
      paymentIntentId: record('Payment at Stripe'),
      invoiceId: record('Invoice at Stripe'),
      version: technical,
      createdAt: record('Ordered'),
      updatedAt: technical,
      paidAt: record('Paid'),
      detailsAt: record('Set-up form received'),
    },
  },
  orderHistory: {
    table: orderHistory,
    title: 'What happened to an order',
    purpose: 'To provide the service that was bought.',
    period: {words: 'As long as the order.'},
    found: [{by: 'order', column: 'orderId'}],
    erased: 'kept',
    columns: {
      id: technical,
      orderId: record('Order'),
      fromState: record('From'),
      toState: record('To'),
      cause: record('Caused by'),
      detail: record('Detail'),
      at: record('When'),
    },
  },
  checkoutAttempts: {
    table: checkoutAttempts,
    title: 'Visits to Stripe’s payment page',
    purpose: 'To process the payment.',
    period: {words: 'As long as the order.'},
    found: [{by: 'order', column: 'orderId'}],
    erased: 'kept',
    columns: {
      orderId: record('Order'),
      attempt: record('Number'),
      status: record('Status'),
      sessionId: record('Session at Stripe'),
      priceId: technical,
      createdAt: record('When'),
      updatedAt: technical,
    },
  },
  customerContacts: {
    table: customerContacts,
    title: 'Contact details',
    purpose: 'To provide the service, and to write to the client about it.',
    period: {
      words: 'As long as the service lasts; 730 days after an order was refunded or closed.',
      days: 730,
    },
    found: [{by: 'address', column: 'email'}],
    erased: 'cleared',
    corrected: BY_FORM,
    columns: {
      orderId: record('Order'),
      name: personal('Name'),
      businessName: personal('Business name'),
      email: personal('E-mail'),
      phone: personal('Phone'),
      stripeCustomerId: personal('Customer at Stripe'),
      updatedAt: record('Changed'),
      erasedAt: record('Erased'),
    },
  },
  refunds: {
    table: refunds,
    title: 'Refunds',
    purpose: 'To give money back.',
    period: {words: 'As long as the order.'},
    found: [{by: 'order', column: 'orderId'}],
    erased: 'kept',
    columns: {
      orderId: record('Order'),
      status: record('Status'),
      attempt: technical,
      amount: record('Amount in cents'),
      stripeRefundId: record('Refund at Stripe'),
      requestedAt: record('Asked for'),
    },
  },
  processedEvents: {
    table: processedEvents,
    title: 'Numbers of Stripe’s messages to the site',
    purpose: 'To take every message of Stripe once.',
    // Stripe delivers an event for three days and lists it for thirty (https://docs.stripe.com/api/events).
    period: {words: '60 days.', days: 60},
    found: [{by: 'order', column: 'orderId'}],
    erased: 'kept',
    columns: {
      id: technical,
      type: record('Kind'),
      orderId: record('Order'),
      createdAt: record('When'),
      processedAt: technical,
    },
  },
  setupLinks: {
    table: setupLinks,
    title: 'Links to the set-up form',
    purpose: 'To let only the client fill in the form.',
    period: {words: '30 days after a link ran out.', days: 30},
    found: [{by: 'order', column: 'orderId'}],
    erased: 'deleted',
    columns: {
      id: technical,
      orderId: record('Order'),
      outboxId: technical,
      tokenHash: technical,
      createdAt: record('Sent'),
      expiresAt: record('Works until'),
      revokedAt: record('Replaced'),
    },
  },
  serviceRecords: {
    table: serviceRecords,
    title: 'Set-up form',
    purpose: 'To set the service up.',
    period: {words: 'Until 90 days after the assistant is live, or the order was refunded.', days: 90},
    found: [{by: 'order', column: 'orderId'}],
    erased: 'destroyed',
    columns: {
      orderId: record('Order'),
      keyId: technical,
      wrappedKey: technical,
      createdAt: record('Begun'),
      updatedAt: record('Changed'),
      submittedAt: record('Sent'),
      erasedAt: record('Erased'),
    },
  },
  serviceFields: {
    table: serviceFields,
    title: 'Answers in the set-up form',
    purpose: 'To set the service up.',
    period: {words: 'As long as the set-up form.'},
    found: [{by: 'order', column: 'orderId'}],
    erased: 'destroyed',
    corrected: 'In the set-up form, by the link in the mail.',
    columns: {orderId: record('Order'), field: record('Question'), sealed: secret('Answer')},
  },
  contactMessages: {
    table: contactMessages,
    title: 'Messages from the contact form',
    purpose: 'To answer.',
    period: {words: '730 days after the answer; 30 days if it was held as unwanted.', days: 730},
    found: [{by: 'address', column: 'email'}],
    erased: 'deleted',
    columns: {
      id: record('Message'),
      subject: record('About'),
      name: personal('Name'),
      email: personal('E-mail'),
      businessName: personal('Business name'),
      message: personal('Words'),
      fingerprint: technical,
      held: record('Held because'),
      createdAt: record('Received'),
      doneAt: record('Answered'),
      spamAt: record('Called spam'),
      version: technical,
    },
  },
  consentChoices: {
    table: consentChoices,
    title: 'Answers about analytics',
    purpose: 'To show that the site asked, and what was answered.',
    period: {words: '360 days. No answer says who gave it.'},
    found: [],
    erased: 'kept',
    columns: {id: technical, question: technical, answer: technical, gpc: technical, at: technical},
  },
  dailyVisits: {
    table: dailyVisits,
    title: 'Sums of visits',
    purpose: 'To improve the website.',
    period: {words: 'For good. They are sums, and say nothing of any reader.'},
    found: [],
    erased: 'kept',
    columns: {day: technical, source: technical, path: technical, views: technical},
  },
  privacyRequests: {
    table: privacyRequests,
    title: 'Data requests',
    purpose: 'To answer the request, and to show that it was answered.',
    period: {
      words:
        'The address until an hour after the end, the number and the days for 1,095 days; 2 days if its link was not used.',
      days: 1_095,
    },
    found: [{by: 'address', column: 'email'}],
    erased: 'kept',
    columns: {
      id: record('Request'),
      kind: record('Kind'),
      state: record('State'),
      email: personal('E-mail'),
      wanted: personal('Asked to be changed to'),
      words: personal('Words'),
      receivedAt: record('Received'),
      dueAt: record('Answer due'),
      verifiedAt: record('Address proved'),
      confirmedAt: record('Deletion confirmed'),
      endedAt: record('Ended'),
    },
  },
  privacyLinks: {
    table: privacyLinks,
    title: 'Links of data requests',
    purpose: 'To be sure who asks.',
    period: {words: '2 days.', days: 2},
    found: [{by: 'request', column: 'requestId'}],
    erased: 'kept',
    columns: {
      id: technical,
      requestId: record('Request'),
      purpose: record('For'),
      tokenHash: technical,
      expiresAt: record('Works until'),
      usedAt: record('Used'),
      pageKeyHash: technical,
    },
  },
  privacyStripeTasks: {
    table: privacyStripeTasks,
    title: 'What Stripe was asked for',
    purpose: 'To carry out the request.',
    period: {words: 'As long as the request.'},
    found: [{by: 'request', column: 'requestId'}],
    erased: 'kept',
    columns: {
      id: technical,
      requestId: record('Request'),
      kind: record('Kind'),
      objects: technical,
      status: record('Status'),
      jobId: record('Number at Stripe'),
      lastError: technical,
      attempts: technical,
      dueAt: technical,
      createdAt: record('Asked'),
      endedAt: record('Done'),
    },
  },
  erasures: {
    table: erasures,
    title: 'Erased addresses, as keyed hashes',
    purpose: 'To erase again what a restored backup brings back.',
    period: {
      words: `${PAYMENT_RECORD_YEARS} years, as long as the payment records that they lead to.`,
      days: 2_557,
    },
    found: [{by: 'hash', column: 'emailHash'}],
    erased: 'kept',
    columns: {
      id: technical,
      emailHash: technical,
      keyId: technical,
      orderIds: record('Orders'),
      erasedAt: record('Erased'),
    },
  },
  outbox: {
    table: outbox,
    title: 'Mail, queued and sent',
    purpose: 'To write about orders, messages and requests. It holds no address and no words.',
    period: {words: 'As long as the order, message or request.'},
    found: [
      {by: 'order', column: 'orderId'},
      {by: 'message', column: 'contactMessageId'},
      {by: 'request', column: 'privacyRequestId'},
    ],
    erased: 'kept',
    columns: {
      id: technical,
      dedupeKey: technical,
      purpose: record('Mail'),
      orderId: record('Order'),
      contactMessageId: record('Message'),
      privacyRequestId: record('Request'),
      subject: record('About'),
      status: record('Status'),
      attempts: technical,
      dueAt: technical,
      claimedBy: technical,
      claimedUntil: technical,
      lastError: technical,
      createdAt: record('Queued'),
      sentAt: record('Sent'),
      dismissedAt: technical,
    },
  },
  sentMails: {
    table: sentMails,
    title: 'Mail as it went out',
    purpose: 'To know what was written about an order or a message.',
    period: {words: 'As long as the contact details of the order, or the message.'},
    found: [
      {by: 'order', column: 'orderId'},
      {by: 'message', column: 'contactMessageId'},
    ],
    erased: 'deleted',
    columns: {
      outboxId: technical,
      orderId: record('Order'),
      contactMessageId: record('Message'),
      recipient: personal('To'),
      subject: personal('Subject'),
      body: personal('Words'),
      sentAt: record('Sent'),
    },
  },
  ownerLetters: {
    table: ownerLetters,
    title: 'Letters and answers of ours',
    purpose: 'To write about an order or a message.',
    period: {words: 'As long as the contact details of the order, or the message.'},
    found: [
      {by: 'order', column: 'orderId'},
      {by: 'message', column: 'contactMessageId'},
    ],
    erased: 'deleted',
    columns: {
      id: technical,
      orderId: record('Order'),
      contactMessageId: record('Message'),
      subject: personal('Subject'),
      body: personal('Words'),
      author: technical,
      createdAt: record('Written'),
    },
  },
  orderNotes: {
    table: orderNotes,
    title: 'Notes about an order',
    purpose: 'To provide the service that was bought.',
    period: {words: 'As long as the contact details of the order.'},
    found: [{by: 'order', column: 'orderId'}],
    erased: 'deleted',
    columns: {
      id: technical,
      orderId: record('Order'),
      body: personal('Words'),
      author: technical,
      createdAt: record('Written'),
    },
  },
  auditLog: {
    table: auditLog,
    title: 'Who looked at or changed what is confidential',
    purpose: 'To account for it.',
    period: {words: 'For good. It holds numbers of orders and requests, and no personal data.'},
    found: [{by: 'order', column: 'orderId'}],
    erased: 'kept',
    columns: {
      id: technical,
      actor: technical,
      action: record('What'),
      orderId: record('Order'),
      about: technical,
      at: record('When'),
      hash: technical,
    },
  },
  disclosures: {
    table: disclosures,
    title: 'What was given to courts and authorities',
    purpose: 'To account for it (privacy policy §3).',
    period: {words: 'For good. It names kinds of data, and no data.'},
    // The law may forbid to tell the person, so the owner decides.
    found: [],
    erased: 'kept',
    columns: {
      id: technical,
      authority: technical,
      basis: technical,
      given: technical,
      orderId: technical,
      givenAt: technical,
      recordedBy: technical,
      recordedAt: technical,
    },
  },
  policySeals: {
    table: policySeals,
    title: 'Seals of policies',
    purpose: 'To show that no version of a policy was changed.',
    period: {words: 'For good. They are hashes of published texts.'},
    found: [],
    erased: 'kept',
    columns: {
      position: technical,
      policyId: technical,
      number: technical,
      event: technical,
      hash: technical,
      factsHash: technical,
      previous: technical,
      seal: technical,
      sealedAt: technical,
    },
  },
  seenContent: {
    table: seenContent,
    title: 'What pages have caught up with',
    purpose: 'To show what is published.',
    period: {words: 'Until the next build. It holds ids of documents.'},
    found: [],
    erased: 'kept',
    columns: {build: technical, revisions: technical},
  },
  leases: {
    table: leases,
    title: 'Which process does which work',
    purpose: 'To do work once.',
    period: {words: 'A minute.'},
    found: [],
    erased: 'kept',
    columns: {name: technical, holder: technical, fencingToken: technical, expiresAt: technical},
  },
} as const satisfies {[Name in TableName]: TableEntry<Name>}

/** One table of the map, without the types of its columns. */
export type MappedTable = Omit<TableEntry<TableName>, 'columns' | 'table'> & {
  name: TableName
  table: PgTable
  columns: Readonly<Record<string, ColumnUse>>
}

/** Every table of the database. */
export const MAPPED_TABLES: readonly MappedTable[] = tableNames(TABLES).map((name) => ({
  name,
  ...TABLES[name],
}))

/**
 * A column of the database, by the name that the map gives it.
 *
 * @throws Error when there is none
 */
export function columnOf({name, table}: MappedTable, column: string): PgColumn {
  const found = getTableColumns(table)[column]
  if (found === undefined) throw new Error(`The table ${name} has no column ${column}.`)
  return found
}

function tableNames(tables: Readonly<Record<TableName, unknown>>): TableName[] {
  return Object.keys(tables).filter((name): name is TableName => name in tables)
}

/** The days after which the retention job acts on a table. */
export const RETENTION_DAYS = {
  customerContacts: TABLES.customerContacts.period.days,
  processedEvents: TABLES.processedEvents.period.days,
  setupLinks: TABLES.setupLinks.period.days,
  serviceRecords: TABLES.serviceRecords.period.days,
  contactMessages: TABLES.contactMessages.period.days,
  /** Messages that were held as unwanted: long enough for the owner to look through them now and then. */
  heldMessages: 30,
  privacyRequests: TABLES.privacyRequests.period.days,
  /** Requests whose link was not used, and links. */
  privacyLinks: TABLES.privacyLinks.period.days,
  erasures: TABLES.erasures.period.days,
  logs: 30,
} as const

/** A place outside the database that can hold something about a person. */
export type OtherPlace = {
  name: string
  holds: string
  purpose: string
  period: string
  found: string
  exported: string
  corrected: string
  erased: string
}

/** Objects at Stripe that can hold something about a person, and the calls by which the site makes, reads or changes them. */
export const STRIPE_PLACES: readonly (OtherPlace & {calls: readonly string[]})[] = [
  {
    name: 'Customer',
    calls: ['customers.list', 'customers.retrieve', 'customers.update'],
    holds: 'Name, business name, e-mail and phone.',
    purpose: 'To process payments.',
    period: 'Until Stripe has redacted it.',
    found: 'By the number in the contact details of an order, and by the address.',
    exported: 'Name, business name, e-mail, phone, when it was made.',
    corrected: 'With the contact details.',
    erased: 'Stripe is asked to redact it.',
  },
  {
    name: 'Checkout Session',
    calls: [
      'checkout.sessions.create',
      'checkout.sessions.retrieve',
      'checkout.sessions.list',
      'checkout.sessions.expire',
    ],
    holds: 'What the buyer typed on the payment page: name, business name, e-mail and phone.',
    purpose: 'To process payments.',
    period: 'Until Stripe has redacted it.',
    found: 'By its number in the database, and by the customer.',
    exported: 'Name, business name, e-mail, phone, amount, when.',
    corrected: 'Not: it is a record of what was typed.',
    erased: 'Stripe is asked to redact it.',
  },
  {
    name: 'Payment',
    calls: ['paymentIntents.list', 'paymentIntents.retrieve'],
    holds: 'Name, e-mail and phone of the payer; kind and last four digits of the card.',
    purpose: 'To process payments.',
    period: 'Until Stripe has redacted it. Stripe keeps what financial law makes it keep.',
    found: 'By the customer.',
    exported: 'Amount, when, status; kind and last four digits of the card.',
    corrected: 'Not: it is a record.',
    erased: 'Stripe is asked to redact it, with its charges.',
  },
  {
    name: 'Invoice',
    calls: ['invoices.list', 'invoices.retrieve'],
    holds: 'Name, e-mail and phone of the client; what was bought.',
    purpose: 'To give the client an invoice for its books.',
    period: 'Until Stripe has redacted it.',
    found: 'By the customer.',
    exported: 'Number, date, amount, name and e-mail on it, and the address of Stripe’s copy.',
    corrected: 'Not: an invoice is not changed after it was given.',
    erased: 'Stripe redacts it with its customer.',
  },
  {
    name: 'Refunds, disputes and events',
    calls: ['refunds.create', 'refunds.list', 'disputes.retrieve', 'events.list', 'events.retrieve'],
    holds: 'Numbers and amounts; an event holds a copy of what it tells of.',
    purpose: 'To process payments.',
    period: 'Stripe lists events for 30 days.',
    found: 'By the payment.',
    exported: 'Refunds are in the order.',
    corrected: 'Not: they are records.',
    erased: 'Stripe redacts them with the payment.',
  },
]

/** Calls to Stripe that carry nothing about a person. */
export const STRIPE_CALLS_WITHOUT_PERSON = [
  'webhooks.constructEvent',
  'webhookEndpoints.list',
  'webhookEndpoints.create',
  'webhookEndpoints.update',
  'prices.list',
  'prices.create',
  'prices.retrieve',
  'products.create',
  'products.list',
  'products.retrieve',
  'products.update',
  'accounts.retrieveCurrent',
  'rawRequest',
] as const

/** Files, mail, browsers and copies. */
export const OTHER_PLACES: readonly OtherPlace[] = [
  {
    name: 'Access log',
    holds:
      'Time, IP address, kind of browser, method, path without its query, status, bytes, milliseconds, a number.',
    purpose: 'To operate and secure the website.',
    period: `${RETENTION_DAYS.logs} days.`,
    found: 'Not: it holds nothing by which a person is known to us.',
    exported: 'Not, for the same reason.',
    corrected: 'Not: it is a record.',
    erased: 'With its day.',
  },
  {
    name: 'Application log',
    holds: 'Numbers of orders, messages and requests, and counts. Never what was written, and no address.',
    purpose: 'To find faults.',
    period: `${RETENTION_DAYS.logs} days.`,
    found: 'By the number of an order.',
    exported: 'Not: it repeats the history of the order.',
    corrected: 'Not: it is a record.',
    erased: 'With its day.',
  },
  {
    name: 'Mail on its way and in mailboxes',
    holds: 'Name, e-mail, business, order; messages to us word for word.',
    purpose: 'To write about orders, messages and requests.',
    period: 'As long as the mailbox keeps it.',
    found: 'By searching the owner’s mailbox.',
    exported: 'The list of mails; the mails themselves are in the person’s own mailbox.',
    corrected: 'Not: it is a record.',
    erased: 'Mail in the queue is cancelled; the owner is told to empty the mailbox.',
  },
  {
    name: 'Backups of the database',
    holds: 'What the database held on that day.',
    purpose: 'To lose nothing by accident.',
    period: 'As long as backups are kept.',
    found: 'Not: they are not opened for it.',
    exported: 'Not: they repeat the database.',
    corrected: 'When they are restored, by the next request.',
    erased: 'As they age; what a restored one brings back is erased again.',
  },
]
