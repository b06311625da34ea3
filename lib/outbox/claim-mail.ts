import {and, asc, eq, inArray, isNull, lt, lte, or, sql} from 'drizzle-orm'
import type {Database} from '../db/database.ts'
import {type OutboxRow, outbox} from '../db/schema/outbox.ts'

/** Longer than sending can take with all its time-outs. A claim of a process that was killed ends by itself. */
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
