import {and, count, eq, inArray, isNotNull, isNull, lt, or, type SQL, sql} from 'drizzle-orm'
import type {PgColumn, PgTable} from 'drizzle-orm/pg-core'
import {appendAudit} from '../audit.ts'
import type {Commerce} from '../commerce.ts'
import type {Executor, Transaction} from '../db/database.ts'
import {
  contactMessages,
  customerContacts,
  erasures,
  orders,
  privacyLinks,
  privacyRequests,
  privacyStripeTasks,
  processedEvents,
  serviceRecords,
  setupLinks,
} from '../db/schema.ts'
import {eraseServiceData} from '../setup/service-data.ts'
import {EMPTY_CONTACT, eraseWords} from './erase.ts'
import {RETENTION_DAYS} from './map.ts'

/** What the retention job does with one kind of rows, and how many are due or were done. */
export type RetentionLine = {what: string; days: number; rows: number}

type Rule = {
  what: string
  days: number
  /** The rows that are due. */
  table: PgTable
  due: SQL | undefined
  /** Deletes them when left out. */
  act?: (transaction: Transaction) => Promise<void>
}

const ago = (days: number) => sql`now() - make_interval(days => ${days})`
const olderThan = (column: PgColumn, days: number) => lt(column, ago(days))

/** Orders that ended so many days ago. */
const ordersEnded = (db: Executor, states: ('live' | 'refunded' | 'cancelled')[], days: number) =>
  db
    .select({id: orders.id})
    .from(orders)
    .where(and(inArray(orders.state, states), olderThan(orders.updatedAt, days)))

const DAYS = RETENTION_DAYS

/** Every period of the map that a job ends. */
function rulesFor(db: Executor): Rule[] {
  const staleContacts = and(
    isNotNull(customerContacts.email),
    inArray(customerContacts.orderId, ordersEnded(db, ['refunded', 'cancelled'], DAYS.customerContacts)),
  )
  const staleRecords = and(
    isNotNull(serviceRecords.wrappedKey),
    inArray(serviceRecords.orderId, ordersEnded(db, ['live', 'refunded', 'cancelled'], DAYS.serviceRecords)),
  )
  const staleRequests = or(
    olderThan(privacyRequests.endedAt, DAYS.privacyRequests),
    // Its link was not used, or nothing was done with it.
    and(
      olderThan(privacyRequests.receivedAt, DAYS.privacyLinks),
      or(
        eq(privacyRequests.state, 'asked'),
        and(eq(privacyRequests.state, 'open'), isNull(privacyRequests.words)),
      ),
    ),
  )
  return [
    {
      what: 'Numbers of Stripe’s messages',
      days: DAYS.processedEvents,
      table: processedEvents,
      due: olderThan(processedEvents.processedAt, DAYS.processedEvents),
    },
    {
      what: 'Links to set-up forms',
      days: DAYS.setupLinks,
      table: setupLinks,
      due: olderThan(setupLinks.expiresAt, DAYS.setupLinks),
    },
    {
      what: 'Messages held as unwanted',
      days: DAYS.heldMessages,
      table: contactMessages,
      due: and(
        or(isNotNull(contactMessages.held), isNotNull(contactMessages.spamAt)),
        isNull(contactMessages.doneAt),
        olderThan(contactMessages.createdAt, DAYS.heldMessages),
      ),
    },
    {
      what: 'Messages, after the answer',
      days: DAYS.contactMessages,
      table: contactMessages,
      due: olderThan(contactMessages.doneAt, DAYS.contactMessages),
    },
    {
      what: 'Contact details of refunded or closed orders',
      days: DAYS.customerContacts,
      table: customerContacts,
      due: staleContacts,
      act: async (transaction) => {
        const stale = await transaction
          .select({id: customerContacts.orderId})
          .from(customerContacts)
          .where(staleContacts)
        await eraseWords(
          transaction,
          stale.map(({id}) => id),
        )
        const cleared = {...EMPTY_CONTACT, updatedAt: sql`now()`, erasedAt: sql`now()`}
        await transaction.update(customerContacts).set(cleared).where(staleContacts)
      },
    },
    {
      what: 'Set-up forms of live, refunded or closed orders',
      days: DAYS.serviceRecords,
      table: serviceRecords,
      due: staleRecords,
      act: async (transaction) => {
        const stale = await transaction
          .select({id: serviceRecords.orderId})
          .from(serviceRecords)
          .where(staleRecords)
        for (const {id} of stale) await eraseServiceData(transaction, id, ACTOR)
      },
    },
    {
      what: 'Data requests, after their end',
      days: DAYS.privacyRequests,
      table: privacyRequests,
      due: staleRequests,
      act: async (transaction) => {
        const stale = transaction.select({id: privacyRequests.id}).from(privacyRequests).where(staleRequests)
        await transaction.delete(privacyStripeTasks).where(inArray(privacyStripeTasks.requestId, stale))
        await transaction.delete(privacyRequests).where(staleRequests)
      },
    },
    {
      what: 'Links of data requests',
      days: DAYS.privacyLinks,
      table: privacyLinks,
      due: olderThan(privacyLinks.expiresAt, DAYS.privacyLinks),
    },
    {
      what: 'Hashes of erased addresses',
      days: DAYS.erasures,
      table: erasures,
      due: olderThan(erasures.erasedAt, DAYS.erasures),
    },
  ]
}

const ACTOR = 'system'

/**
 * Deletes or empties what is kept no longer. The periods are those of the map.
 *
 * @param dryRun counts only
 * @returns what is due, or what was done, one line for each period
 */
export async function runRetention(
  {db}: Pick<Commerce, 'db'>,
  {dryRun}: {dryRun: boolean},
): Promise<RetentionLine[]> {
  return db.transaction(async (transaction) => {
    const lines: RetentionLine[] = []
    for (const {what, days, table, due, act} of rulesFor(transaction)) {
      const [{rows} = {rows: 0}] = await transaction.select({rows: count()}).from(table).where(due)
      lines.push({what, days, rows})
      if (dryRun || rows === 0) continue
      if (act) await act(transaction)
      else await transaction.delete(table).where(due)
    }
    const done = lines.reduce((sum, {rows}) => sum + rows, 0)
    if (!dryRun && done > 0) await appendAudit(transaction, {actor: ACTOR, action: `retention: ${done} rows`})
    return lines
  })
}
