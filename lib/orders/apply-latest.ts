import {eq} from 'drizzle-orm'
import type {Database, Executor, Transaction} from '../db/database.ts'
import {type Order, processedEvents} from '../db/schema.ts'
import {findOrder, lockOrder} from './store.ts'

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

export type Applied = 'changed' | 'unchanged' | 'duplicate-event'

/** `not-ours`: the payment was not made for an order here. */
export type SyncResult = {ok: true; orderId: string; applied: Applied} | {ok: false; reason: 'not-ours'}

export type LatestFact<Fact> = {
  orderId: string
  /** Asks Stripe for the fact as it is now. Runs outside any transaction. */
  read: () => Promise<Fact>
  /** Writes what the fact means for the order, whose row is locked. Returns whether anything changed. */
  apply: (transaction: Transaction, order: Order, fact: Fact) => Promise<boolean>
  /** The event that led here. It counts as processed with, and only with, its effect. */
  event?: StripeEventId | undefined
}

const MAX_ROUNDS = 10

/**
 * Applies what Stripe says now to an order, exactly once, however many processes do so at the same time.
 *
 * No lock is held while Stripe is asked, so by the time of writing the answer may be older than what another process
 * has written. The order's version tells: when it has moved on, the answer is thrown away and Stripe is asked again.
 */
export async function applyLatestFromStripe<Fact>(db: Database, latest: LatestFact<Fact>): Promise<Applied> {
  for (let round = 0; round < MAX_ROUNDS; round++) {
    const before = await findOrder(db, latest.orderId)
    const fact = await latest.read()
    const applied = await db.transaction(async (transaction): Promise<Applied | 'stale'> => {
      const order = await lockOrder(transaction, latest.orderId)
      if (order.version !== before?.version) return 'stale'
      if (latest.event && !(await claimEvent(transaction, latest.event, order.id))) return 'duplicate-event'
      return (await latest.apply(transaction, order, fact)) ? 'changed' : 'unchanged'
    })
    if (applied !== 'stale') return applied
  }
  throw new Error(`Order ${latest.orderId} kept changing while Stripe was asked about it.`)
}
