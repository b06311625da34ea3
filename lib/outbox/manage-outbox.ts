import {and, desc, eq, sql} from 'drizzle-orm'
import type {Executor} from '../db/database.ts'
import {type OutboxRow, type OutboxStatus, outbox} from '../db/schema/outbox.ts'

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
