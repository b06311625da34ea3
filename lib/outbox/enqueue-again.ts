import {eq, sql} from 'drizzle-orm'
import type {Executor} from '../db/database.ts'
import {outbox} from '../db/schema/outbox.ts'
import type {QueuedMail} from './enqueue-mail.ts'

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
