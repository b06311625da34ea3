import {and, eq, gt, ilike, type SQL, sql} from 'drizzle-orm'
import type {PgColumn} from 'drizzle-orm/pg-core'
import {appendAudit} from '../audit.ts'
import type {Commerce} from '../commerce.ts'
import {auditLog} from '../db/schema.ts'
import type {DeskAnswer, DeskCall, DeskMoney} from '../format/desk.ts'

// What every part of the desk works with.

/** One question of the owner's: who asks, and what it is answered from. */
export type Desk = Commerce & {
  /** As the audit log names them. */
  actor: string
}

/** Why nothing was done, in a sentence that says what to do next. `conflict`: it is not as the owner saw it any more. */
export type Declined = {
  ok: false
  reason: 'not-understood' | 'not-found' | 'conflict' | 'not-possible'
  code: string
  message: string
}

/** What a question comes to. */
export type Answer<Call extends DeskCall> = {ok: true; answer: DeskAnswer<Call>} | Declined

export const declined = (reason: Declined['reason'], code: string, message: string): Declined => ({
  ok: false,
  reason,
  code,
  message,
})

export const said = (words: string) => ({ok: true, answer: {said: words}}) as const

export const CHANGED_MEANWHILE = declined(
  'conflict',
  'changed_meanwhile',
  'This has changed since you opened it, so nothing was done. Here it is as it stands now: look at it once more.',
)
export const UNKNOWN_ORDER = declined('not-found', 'unknown_order', 'There is no such order.')

/** What is written to the audit log: fixed words and ids, never a name. */
type Entry = {action: string; orderId?: string; about?: string}

/** Minutes within which the same look of the same person is written once: a window that is open asks every few seconds. */
const SAME_LOOK_MINUTES = 10

/** Writes down that the owner looked at what is personal. */
export async function auditLook({db, actor}: Pick<Desk, 'db' | 'actor'>, entry: Entry): Promise<void> {
  const {action, orderId, about} = entry
  const [same] = await db
    .select({id: auditLog.id})
    .from(auditLog)
    .where(
      and(
        gt(auditLog.at, sql`now() - make_interval(mins => ${SAME_LOOK_MINUTES})`),
        eq(auditLog.actor, actor),
        eq(auditLog.action, action),
        orderId === undefined ? undefined : eq(auditLog.orderId, orderId),
        about === undefined ? undefined : eq(auditLog.about, about),
      ),
    )
    .limit(1)
  if (same === undefined) await audit({db, actor}, entry)
}

/** Writes down what the owner did. What is done in a transaction is written down in it, with `appendAudit`. */
export async function audit({db, actor}: Pick<Desk, 'db' | 'actor'>, entry: Entry): Promise<void> {
  await db.transaction((transaction) => appendAudit(transaction, {actor, ...entry}))
}

/** An amount with its currency; undefined where nothing was charged. */
export function money(amount: number | null, currency: string | null): DeskMoney | undefined {
  return amount === null || currency === null ? undefined : {amount, currency}
}

export const iso = (date: Date) => date.toISOString()
export const isoOrNone = (date: Date | null) => date?.toISOString()

const EXCERPT_CHARACTERS = 160

/** The first words of a text, on one line. */
export function excerpt(text: string): string {
  const line = text.replace(/\s+/g, ' ').trim()
  return line.length <= EXCERPT_CHARACTERS ? line : `${line.slice(0, EXCERPT_CHARACTERS).trimEnd()}…`
}

/**
 * Whether the words of a search stand in any of these columns, in capitals or not, with nothing in them that a database takes
 * for a wildcard; no condition for an empty search. All columns are compared at once, which is faster
 * than one by one.
 */
export function found(search: string, columns: readonly PgColumn[]): SQL | undefined {
  const words = search.trim()
  if (words === '') return undefined
  const pattern = `%${words.replace(/[\\%_]/g, '\\$&')}%`
  // What is searched for stands on one line, so that nothing is found across two columns.
  return ilike(sql`concat_ws(E'\n', ${sql.join([...columns], sql`, `)})`, pattern)
}
