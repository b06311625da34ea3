import {and, desc, eq} from 'drizzle-orm'
import type {Executor} from '../db/database.ts'
import {type AttemptStatus, type CheckoutAttempt, checkoutAttempts} from '../db/schema.ts'

/** Every session, or session to be, of an order, newest first. */
export function listAttempts(db: Executor, orderId: string): Promise<CheckoutAttempt[]> {
  return db
    .select()
    .from(checkoutAttempts)
    .where(eq(checkoutAttempts.orderId, orderId))
    .orderBy(desc(checkoutAttempts.attempt))
}

/**
 * Opens the attempt after `previous` (0 for the first). When several ask at once, one row is made and all of them go
 * on with it.
 *
 * @returns the attempt; nothing when another process was faster
 */
export async function openAttempt(
  db: Executor,
  orderId: string,
  previous: number,
  priceId: string,
): Promise<CheckoutAttempt | undefined> {
  const [opened] = await db
    .insert(checkoutAttempts)
    .values({orderId, attempt: previous + 1, priceId})
    .onConflictDoNothing()
    .returning()
  return opened
}

/** Notes what became of an attempt that was last seen as `attempt.status`; nothing when that has changed since. */
export async function noteAttempt(
  db: Executor,
  {orderId, attempt, status}: Pick<CheckoutAttempt, 'orderId' | 'attempt' | 'status'>,
  change: {status: AttemptStatus; sessionId?: string},
): Promise<void> {
  const {orderId: ofOrder, attempt: number, status: seen} = checkoutAttempts
  await db
    .update(checkoutAttempts)
    .set({...change, updatedAt: new Date()})
    .where(and(eq(ofOrder, orderId), eq(number, attempt), eq(seen, status)))
}
