import Stripe from 'stripe'
import type {Commerce} from '../context.ts'
import type {CheckoutAttempt, Order} from '../db/schema.ts'
import {noteAttempt} from '../orders/attempts.ts'
import {fulfil} from '../orders/fulfil.ts'
import {isBusy, isMissing, withStripeRetry} from '../stripe.ts'
import type {StartCheckoutResult} from './checkout-result.ts'
import {readPrice} from './read-price.ts'

type Parts = Pick<Commerce, 'db' | 'stripe' | 'livemode' | 'log'>

/**
 * Leads back to a session that was made before, if it is still open and sells at the price of today: a buyer is charged what
 * the page shows. One that does not is ended. `again`: the order stands elsewhere now.
 */
export async function reuseSession(
  parts: Parts,
  {id: orderId, lookupKey}: Order,
  attempt: CheckoutAttempt,
  price = readPrice(parts.stripe, lookupKey),
): Promise<StartCheckoutResult | 'again'> {
  const {sessionId, priceId} = attempt
  if (sessionId === null)
    throw new Error(`Attempt ${attempt.attempt} of order ${orderId} is open without a session.`)
  const [found, session] = await Promise.all([price, retrieveSession(parts, sessionId)])
  if (session === undefined) {
    await noteAttempt(parts.db, attempt, {status: 'abandoned'})
    return 'again'
  }
  if (session.status === 'open' && session.url !== null) {
    if (!found.ok && (found.reason === 'unreachable' || found.reason === 'busy')) return found
    if (found.ok && found.price.id === priceId) return {ok: true, url: session.url, orderId}
    parts.log.info({orderId, sessionId, priceId}, 'a session whose price has changed is ended')
    await expireSession(parts, sessionId)
  }
  await fulfil(parts, sessionId)
  return 'again'
}

async function retrieveSession({stripe}: Parts, sessionId: string) {
  try {
    return await withStripeRetry(() => stripe.checkout.sessions.retrieve(sessionId))
  } catch (error) {
    if (isMissing(error)) return undefined
    throw error
  }
}

async function expireSession({stripe}: Parts, sessionId: string): Promise<void> {
  try {
    await withStripeRetry(() => stripe.checkout.sessions.expire(sessionId))
  } catch (error) {
    // It ended by itself meanwhile, or was paid: whatever it says now counts.
    if (!(error instanceof Stripe.errors.StripeInvalidRequestError) || isBusy(error)) throw error
  }
}
