import {and, asc, desc, eq, inArray, isNull, lt, lte, or, sql} from 'drizzle-orm'
import type {Database, Executor} from '../db/database.ts'
import {type OutboxRow, type OutboxStatus, outbox} from '../db/schema.ts'

/** What is known of a mail when it is queued; the mail itself is composed when it is sent. */
export type QueuedMail = {
  /** The kind of mail. */
  purpose: string
  orderId?: string
  contactMessageId?: string
  /** What the kind needs beside the order or message, such as a state; never personal data. */
  subject?: string
  /** Names the cause. The same cause queues one mail, however often it is reported. */
  dedupeKey: string
}

/** Queues a mail in the transaction of the fact that causes it. Returns false when that cause has its mail already. */
export async function enqueueMail(db: Executor, mail: QueuedMail): Promise<boolean> {
  const queued = await db.insert(outbox).values(mail).onConflictDoNothing().returning({id: outbox.id})
  return queued.length > 0
}

/**
 * Queues a mail that a person asks for. One of the same cause that was given up gets all its attempts anew.
 *
 * @returns `waiting` or `sent` when that cause has such a mail already, and nothing was done
 */
export async function enqueueAgain(db: Executor, mail: QueuedMail): Promise<'queued' | 'waiting' | 'sent'> {
  const queued = await db
    .insert(outbox)
    .values(mail)
    .onConflictDoUpdate({
      target: outbox.dedupeKey,
      set: {status: 'waiting', attempts: 0, dueAt: sql`now()`, lastError: null},
      setWhere: eq(outbox.status, 'dead'),
    })
    .returning({id: outbox.id})
  if (queued.length > 0) return 'queued'
  const [held] = await db
    .select({status: outbox.status})
    .from(outbox)
    .where(eq(outbox.dedupeKey, mail.dedupeKey))
  return held?.status === 'sent' ? 'sent' : 'waiting'
}

/** Longer than sending can take with all its time-outs. The claim of a process that was killed ends by itself. */
const CLAIM_S = 90

/** Claims the mail that has been due longest. Two processes never hold a claim on the same one. */
export async function claimMail(db: Database, claimant: string): Promise<OutboxRow | undefined> {
  const due = db
    .select({id: outbox.id})
    .from(outbox)
    .where(
      and(
        eq(outbox.status, 'waiting'),
        lte(outbox.dueAt, sql`now()`),
        or(isNull(outbox.claimedUntil), lt(outbox.claimedUntil, sql`now()`)),
      ),
    )
    .orderBy(asc(outbox.dueAt))
    .limit(1)
    .for('update', {skipLocked: true})
  const [claimed] = await db
    .update(outbox)
    .set({
      claimedBy: claimant,
      claimedUntil: sql`now() + make_interval(secs => ${CLAIM_S})`,
      attempts: sql`${outbox.attempts} + 1`,
    })
    .where(inArray(outbox.id, due))
    .returning()
  return claimed
}

const stillClaimed = ({id, claimedBy}: OutboxRow) =>
  and(eq(outbox.id, id), sql`${outbox.claimedBy} = ${claimedBy}`)

/** Marks a mail as sent, unless another process has claimed it since. */
export async function markSent(db: Executor, row: OutboxRow): Promise<void> {
  await db
    .update(outbox)
    .set({status: 'sent', sentAt: sql`now()`, claimedBy: null, claimedUntil: null, lastError: null})
    .where(stillClaimed(row))
}

const MAX_ATTEMPTS = 12
const FIRST_WAIT_S = 30
const MAX_WAIT_S = 3_600

/** Puts a mail back for a later try, further away each time; after the last one it waits for the owner as `dead`. */
export async function markFailed(
  db: Database,
  row: OutboxRow,
  {code, isFinal}: {code: string; isFinal: boolean},
): Promise<'waiting' | 'dead'> {
  const status = isFinal || row.attempts >= MAX_ATTEMPTS ? 'dead' : 'waiting'
  const wait = Math.min(MAX_WAIT_S, FIRST_WAIT_S * 2 ** (row.attempts - 1)) * (0.75 + Math.random() / 2)
  await db
    .update(outbox)
    .set({
      status,
      lastError: code,
      dueAt: sql`now() + make_interval(secs => ${wait})`,
      claimedBy: null,
      claimedUntil: null,
    })
    .where(stillClaimed(row))
  return status
}

/** Queued and sent mail, newest first. */
export function listOutbox(
  db: Executor,
  {status, limit}: {status?: OutboxStatus; limit: number},
): Promise<OutboxRow[]> {
  return db
    .select()
    .from(outbox)
    .where(status && eq(outbox.status, status))
    .orderBy(desc(outbox.createdAt))
    .limit(limit)
}

/** Puts dead mail back in the queue, with all its attempts before it: one of it, or all. Returns how many. */
export async function retryOutbox(db: Executor, id?: string): Promise<number> {
  const retried = await db
    .update(outbox)
    .set({status: 'waiting', attempts: 0, dueAt: sql`now()`})
    .where(and(eq(outbox.status, 'dead'), id === undefined ? undefined : eq(outbox.id, id)))
    .returning({id: outbox.id})
  return retried.length
}
