import {eq} from 'drizzle-orm'
import type {Executor} from '../db/database.ts'
import {processedEvents} from '../db/schema.ts'

/** What is kept of a Stripe event. */
export type StripeEventId = {id: string; type: string; createdAt: Date}

/** Marks an event as processed within the transaction of its effect. False when it was already. */
export async function claimEvent(db: Executor, event: StripeEventId, orderId?: string): Promise<boolean> {
  const claimed = await db
    .insert(processedEvents)
    .values({...event, orderId})
    .onConflictDoNothing()
    .returning({id: processedEvents.id})
  return claimed.length > 0
}

/** Whether the effect of an event is in this database. */
export async function isProcessed(db: Executor, eventId: string): Promise<boolean> {
  const found = await db
    .select({id: processedEvents.id})
    .from(processedEvents)
    .where(eq(processedEvents.id, eventId))
  return found.length > 0
}
