import {createHash} from 'node:crypto'
import {and, asc, desc, eq, gt, isNotNull, sql} from 'drizzle-orm'
import {readableId} from './crypto.ts'
import type {Database, Executor, Transaction} from './db/database.ts'
import {type AuditRow, auditLog, type Disclosure, disclosures} from './db/schema.ts'

// The audit log: who looked at, changed or erased what is confidential. Every row carries a hash of itself and of the row
// before it, so that a row that was changed, removed or slipped in is found. It holds ids and kinds, never personal data.
// Beside it the register of what was given to authorities, which the database lets grow alone likewise.

/** What happened. `actor` is a role or an account, such as `ops:root` or `person`; `action` a few fixed words. */
export type AuditEntry = {actor: string; action: string; orderId?: string; about?: string}

/** Any number that nothing else in this database uses as an advisory lock. */
const CHAIN_LOCK = 4_917_220_252

/**
 * Appends to the audit log in the transaction of what happened. Others who append wait until the transaction ends, so it should
 * come last in it, after every row is locked that the transaction locks.
 */
export async function appendAudit(transaction: Transaction, entry: AuditEntry): Promise<void> {
  await transaction.execute(sql`select pg_advisory_xact_lock(${CHAIN_LOCK})`)
  const [last] = await transaction
    .select({hash: auditLog.hash})
    .from(auditLog)
    .where(isNotNull(auditLog.hash))
    .orderBy(desc(auditLog.id))
    .limit(1)
  const row = {actor: entry.actor, action: entry.action, orderId: entry.orderId ?? null}
  const whole = {...row, about: entry.about ?? null, at: new Date()}
  await transaction.insert(auditLog).values({...whole, hash: hashOf(last?.hash ?? null, whole)})
}

/**
 * `broken-at`: the first row that is not what was written, or that does not follow the row before it. `head-missing`: no row has
 * the hash that was given, so rows were cut off the end.
 */
export type AuditVerdict =
  | {ok: true; rows: number; head: string | undefined}
  | {ok: false; reason: 'broken-at'; id: number}
  | {ok: false; reason: 'head-missing'}

const BATCH_ROWS = 1_000

/**
 * Checks the whole chain.
 *
 * @param head hexadecimal; a hash that an earlier check ended with. The chain itself cannot tell that its last rows are gone.
 */
export async function verifyAudit(db: Database, head?: string): Promise<AuditVerdict> {
  let previous: Buffer | null = null
  let [rows, after, isHeadFound] = [0, 0, head === undefined]
  for (;;) {
    const batch = await db
      .select()
      .from(auditLog)
      .where(gt(auditLog.id, after))
      .orderBy(asc(auditLog.id))
      .limit(BATCH_ROWS)
    for (const row of batch) {
      after = row.id
      // Rows that are older than the chain stand before its first row, and nowhere else.
      if (row.hash === null && previous === null) continue
      if (row.hash === null || !hashOf(previous, row).equals(row.hash))
        return {ok: false, reason: 'broken-at', id: row.id}
      previous = row.hash
      rows += 1
      isHeadFound ||= row.hash.toString('hex') === head
    }
    if (batch.length < BATCH_ROWS) break
  }
  return isHeadFound ? {ok: true, rows, head: previous?.toString('hex')} : {ok: false, reason: 'head-missing'}
}

/** The newest rows: all, or those of one order, or those about one message, request or disclosure. */
export function listAudit(
  db: Executor,
  {orderId, about, limit}: {orderId?: string; about?: string; limit: number},
): Promise<AuditRow[]> {
  return db
    .select()
    .from(auditLog)
    .where(
      and(
        orderId === undefined ? undefined : eq(auditLog.orderId, orderId),
        about === undefined ? undefined : eq(auditLog.about, about),
      ),
    )
    .orderBy(desc(auditLog.id))
    .limit(limit)
}

function hashOf(previous: Buffer | null, row: Omit<AuditRow, 'id' | 'hash'>): Buffer {
  const {actor, action, orderId, about, at} = row
  // As JSON, so that no two rows are written the same.
  const text = JSON.stringify([
    previous?.toString('hex') ?? '',
    actor,
    action,
    orderId,
    about,
    at.toISOString(),
  ])
  return createHash('sha256').update(text, 'utf8').digest()
}

export type NewDisclosure = Pick<Disclosure, 'authority' | 'basis' | 'given' | 'givenAt'> & {orderId?: string}

/** Writes down what was given to a court or an authority (privacy policy §3). It can be neither changed nor removed. Returns its number. */
export async function addDisclosure(db: Database, disclosure: NewDisclosure, actor: string): Promise<string> {
  const id = readableId('DIS', 3)
  await db.transaction(async (transaction) => {
    await transaction.insert(disclosures).values({...disclosure, id, recordedBy: actor})
    await appendAudit(transaction, {actor, action: 'disclosure recorded', about: id})
  })
  return id
}

/** The newest disclosures. */
export function listDisclosures(db: Executor, limit: number): Promise<Disclosure[]> {
  return db.select().from(disclosures).orderBy(desc(disclosures.givenAt)).limit(limit)
}
