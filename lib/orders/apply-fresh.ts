import type {Database, Transaction} from '../db/database.ts'
import type {Order} from '../db/schema.ts'
import {claimEvent, type StripeEventId} from './claim-event.ts'
import {findOrder, lockOrder} from './find-order.ts'

export type Applied = 'changed' | 'unchanged' | 'duplicate-event'

export type FreshFact<Fact> = {
  orderId: string
  /** Asks Stripe for the fact as it is now. Runs outside any transaction. */
  read: () => Promise<Fact>
  /** Writes what the fact means for the order, whose row is held. Returns whether anything changed. */
  apply: (transaction: Transaction, order: Order, fact: Fact) => Promise<boolean>
  /** The event that led here. It counts as processed with, and only with, its effect. */
  event?: StripeEventId | undefined
}

const MOST_ROUNDS = 10

/**
 * Applies what Stripe says now to an order, exactly once, however many processes do so at the same time.
 *
 * Nothing is held while Stripe is asked, so by the time of writing the answer may be older than what another process
 * has written. The order's version tells: when it has moved on, the answer is thrown away and Stripe is asked again.
 */
export async function applyFresh<Fact>(db: Database, fresh: FreshFact<Fact>): Promise<Applied> {
  for (let round = 0; round < MOST_ROUNDS; round++) {
    const before = await findOrder(db, fresh.orderId)
    const fact = await fresh.read()
    const applied = await db.transaction(async (transaction): Promise<Applied | 'stale'> => {
      const order = await lockOrder(transaction, fresh.orderId)
      if (order.version !== before?.version) return 'stale'
      if (fresh.event && !(await claimEvent(transaction, fresh.event, order.id))) return 'duplicate-event'
      return (await fresh.apply(transaction, order, fact)) ? 'changed' : 'unchanged'
    })
    if (applied !== 'stale') return applied
  }
  throw new Error(`Order ${fresh.orderId} kept changing while Stripe was asked about it.`)
}
