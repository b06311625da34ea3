import Stripe from 'stripe'
import type {Commerce} from '../context.ts'
import type {CheckoutAttempt, Order} from '../db/schema.ts'
import {noteAttempt, openAttempt} from '../orders/attempts.ts'
import {describeStripeError, isBusy, withStripeRetry} from '../stripe.ts'
import type {StartCheckoutResult} from './checkout-result.ts'
import {readPrice} from './read-price.ts'
import {reuseSession} from './reuse-session.ts'
import {sessionParams} from './session-params.ts'
import type {Standing} from './standing.ts'

type Parts = Pick<Commerce, 'db' | 'stripe' | 'livemode' | 'siteUrl' | 'log'>
type Step = StartCheckoutResult | 'again'

/**
 * Does the next thing on the way of an order to an open session, by where it stands. Whatever is left undone leaves the
 * order in a state from which any process can go on.
 */
export async function stepTowardsSession(parts: Parts, {order, newest, price}: Standing): Promise<Step> {
  const {id: orderId} = order
  if (order.paidSessionId !== null) {
    return {ok: false, reason: 'already-bought', orderId, sessionId: order.paidSessionId}
  }
  if (order.state !== 'pending') return {ok: false, reason: 'order-closed'}

  if (newest?.status === 'creating') return resumeAttempt(parts, order, newest)
  if (newest?.status === 'open') return reuseSession(parts, order, newest, price)
  if (order.payment === 'processing' && newest?.sessionId) {
    return {ok: false, reason: 'payment-processing', orderId, sessionId: newest.sessionId}
  }
  return startAttempt(parts, order, newest?.attempt ?? 0, price)
}

/** The price is chosen once per attempt, so that asking again sends Stripe the same parameters. */
async function startAttempt(
  parts: Parts,
  order: Order,
  previous: number,
  price = readPrice(parts.stripe, order.lookupKey),
): Promise<Step> {
  const found = await price
  if (!found.ok) return found
  const opened = await openAttempt(parts.db, order.id, previous, found.price.id)
  return opened === undefined ? 'again' : createSession(parts, order, opened)
}

/** The price was chosen some time ago, and may have changed since: the next step looks at the session with its price. */
async function resumeAttempt(parts: Parts, order: Order, attempt: CheckoutAttempt): Promise<Step> {
  await createSession(parts, order, attempt)
  return 'again'
}

async function createSession(
  {db, stripe, siteUrl, log}: Parts,
  order: Order,
  attempt: CheckoutAttempt,
): Promise<Step> {
  const {id: orderId, nonce, plan} = order
  const idempotencyKey = `order:${orderId}:${attempt.attempt}`
  const params = sessionParams({...attempt, orderId, nonce, plan, siteUrl})
  try {
    const session = await withStripeRetry(() => stripe.checkout.sessions.create(params, {idempotencyKey}))
    await noteAttempt(db, attempt, {status: 'open', sessionId: session.id})
    log.info({orderId, sessionId: session.id, requestId: session.lastResponse.requestId}, 'session made')
    // A replayed answer is the one of back then: the session may have ended since.
    const isReplay = session.lastResponse.headers['idempotent-replayed'] === 'true'
    return isReplay || session.url === null ? 'again' : {ok: true, url: session.url, orderId}
  } catch (error) {
    if (!isRejection(error)) throw error
    // The price was taken off sale in between, the parameters changed with a new version of the site, or Stripe keeps a
    // failure of its own under the key. No buyer was ever given an address for this attempt, so the next takes its place.
    log.warn({orderId, attempt: attempt.attempt, ...describeStripeError(error)}, 'session refused')
    await noteAttempt(db, attempt, {status: 'abandoned'})
    return 'again'
  }
}

/** Whether this attempt can never come to a session: asking again would only be given the same answer. */
function isRejection(error: unknown): boolean {
  const {StripeInvalidRequestError, StripeIdempotencyError, StripeAPIError} = Stripe.errors
  if (error instanceof StripeAPIError) return error.headers?.['idempotent-replayed'] === 'true'
  return (
    (error instanceof StripeInvalidRequestError || error instanceof StripeIdempotencyError) && !isBusy(error)
  )
}
