import {and, asc, eq, isNotNull} from 'drizzle-orm'
import Stripe from 'stripe'
import type {Commerce} from '../commerce.ts'
import {checkoutAttempts, orders} from '../db/schema.ts'
import {isBusy, withStripeRetry} from '../stripe.ts'
import {fulfil} from './fulfil.ts'
import {isUnsellable, readPrice} from './prices.ts'

type Parts = Pick<Commerce, 'db' | 'stripe' | 'livemode' | 'log'>

const MAX_AT_ONCE = 200

/**
 * Ends every open session that sells at another price than its plan has now, so that no buyer pays an amount that no page shows any
 * more. Its order stays, and is paid by a new session. Safe to repeat.
 *
 * @returns how many were ended
 * @throws what Stripe or the database throws
 */
export async function endOutdatedSessions(parts: Parts): Promise<number> {
  const {db, stripe, log} = parts
  const open = await db
    .select({
      sessionId: checkoutAttempts.sessionId,
      priceId: checkoutAttempts.priceId,
      lookupKey: orders.lookupKey,
    })
    .from(checkoutAttempts)
    .innerJoin(orders, eq(orders.id, checkoutAttempts.orderId))
    .where(and(eq(checkoutAttempts.status, 'open'), isNotNull(checkoutAttempts.sessionId)))
    .orderBy(asc(checkoutAttempts.createdAt))
    .limit(MAX_AT_ONCE)
  let ended = 0
  for (const lookupKey of new Set(open.map((attempt) => attempt.lookupKey))) {
    const found = await readPrice(stripe, lookupKey)
    if (!found.ok && !isUnsellable(found.reason)) continue
    const current = found.ok ? found.price.id : undefined
    for (const {sessionId, priceId} of open.filter((attempt) => attempt.lookupKey === lookupKey)) {
      if (sessionId === null || priceId === current) continue
      log.info({sessionId, priceId}, 'a session whose price has changed is ended')
      await expireSession(parts, sessionId)
      await fulfil(parts, sessionId)
      ended += 1
    }
  }
  return ended
}

/** Ends a session, if it is open. */
export async function expireSession({stripe}: Pick<Parts, 'stripe'>, sessionId: string): Promise<void> {
  try {
    await withStripeRetry(() => stripe.checkout.sessions.expire(sessionId))
  } catch (error) {
    // It ended by itself meanwhile, or was paid; `fulfil` then reads what it came to.
    if (!(error instanceof Stripe.errors.StripeInvalidRequestError) || isBusy(error)) throw error
  }
}
