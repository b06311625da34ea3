import Stripe from 'stripe'
import type {Commerce} from '../../commerce.ts'
import type {Executor} from '../../db/database.ts'
import type {CheckoutAttempt, Order} from '../../db/schema.ts'
import {checkoutPath, THANKS_PATH_TEMPLATE} from '../../links/paths.ts'
import {describeStripeError, isBusy, isMissing, isUnreachable, withStripeRetry} from '../../stripe.ts'
import {fulfil} from '../fulfil.ts'
import {alertIfUnsellable, expireSession, type PriceRefusal, type PriceResult, readPrice} from '../prices.ts'
import {
  createOrder,
  findOrder,
  listAttempts,
  type OrderRequest,
  openAttempt,
  updateAttempt,
} from '../store.ts'

/**
 * Why there is no session to go to. `already-bought` and `payment-processing`: the order has been paid, or waits for its money;
 * `sessionId` leads to the thanks page. `order-closed`: it was given up, and a fresh page makes a new one. `nonce-reused`: the request was
 * not made by our page. `price-changed`: it costs another amount now than the page showed; any open session at the old price is ended. The others are the price's or Stripe's; the order is kept, and the same request may be made again.
 */
export type CheckoutRefusal =
  | {reason: 'already-bought' | 'payment-processing'; orderId: string; sessionId: string}
  | {reason: 'order-closed' | 'nonce-reused' | 'price-changed' | PriceRefusal}

export type StartCheckoutResult = {ok: true; url: string; orderId: string} | ({ok: false} & CheckoutRefusal)

type Parts = Pick<Commerce, 'db' | 'stripe' | 'livemode' | 'siteUrl' | 'log'>

const MAX_STEPS = 8

export type CheckoutRequest = Omit<OrderRequest, 'livemode'> & {
  /** Cents that the buyer's page showed. Never charged, only compared: a buyer sees a new amount before they pay it. */
  shownAmount?: number
}

/**
 * Leads a buyer to Stripe: makes the order of their page, or takes it up again, and gives the address of its one open
 * Checkout Session. However often the same request is made, and however many at once, there is one order and one session.
 */
export async function startCheckout(
  parts: Parts,
  {shownAmount, ...request}: CheckoutRequest,
): Promise<StartCheckoutResult> {
  // Asked for while the order is written: a new order needs it next, and one that is taken up again to compare.
  const price = readPrice(parts, request.plan.lookupKey)
  price.catch(() => undefined)
  const created = await createOrder(parts.db, {...request, livemode: parts.livemode})
  if (!created.ok) return created
  const {order, isNew} = created
  try {
    for (let step = 0; step < MAX_STEPS; step++) {
      const isFirst = step === 0
      const progress = isNew && isFirst ? {order, newest: undefined} : await readProgress(parts.db, order.id)
      const result = await advanceCheckout(parts, isFirst ? {...progress, price} : progress)
      if (result === 'again') continue
      const found = result.ok && shownAmount !== undefined ? await price : undefined
      return found?.ok && found.price.amount !== shownAmount ? {ok: false, reason: 'price-changed'} : result
    }
  } catch (error) {
    parts.log.error({orderId: order.id, ...describeStripeError(error)}, 'checkout could not be started')
    if (isBusy(error)) return {ok: false, reason: 'busy'}
    if (isUnreachable(error)) return {ok: false, reason: 'unreachable'}
    throw error
  }
  throw new Error(`Order ${order.id} did not come to an open session.`)
}

/** How far an order is on its way to an open session: itself, and its newest session or session to be. */
type CheckoutProgress = {
  order: Order
  newest: CheckoutAttempt | undefined
  /** What it costs now, when that was asked already. */
  price?: Promise<PriceResult>
}

async function readProgress(db: Executor, orderId: string): Promise<CheckoutProgress> {
  const order = await findOrder(db, orderId)
  if (order === undefined) throw new Error(`There is no order ${orderId}.`)
  const [newest] = await listAttempts(db, orderId)
  return {order, newest}
}

/** What one step came to; `again`: the order has changed, and is to be read before the next. */
type Step = StartCheckoutResult | 'again'

/**
 * Does the next thing on the way of an order to an open session, by where it stands. A process that ends anywhere in between
 * leaves the order in a state from which any process can go on.
 */
async function advanceCheckout(parts: Parts, {order, newest, price}: CheckoutProgress): Promise<Step> {
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
  price = readPrice(parts, order.lookupKey),
): Promise<Step> {
  const found = await price
  if (!found.ok) {
    // The page that answers says that we have been told.
    await alertIfUnsellable(parts.db, order.plan, found)
    return found
  }
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
  const orderId = order.id
  const idempotencyKey = `order:${orderId}:${attempt.attempt}`
  const params = sessionParams(order, attempt, siteUrl)
  try {
    const session = await withStripeRetry(() => stripe.checkout.sessions.create(params, {idempotencyKey}))
    await updateAttempt(db, attempt, {status: 'open', sessionId: session.id})
    log.info({orderId, sessionId: session.id, requestId: session.lastResponse.requestId}, 'session made')
    // A replayed answer is the one of back then: the session may have ended since.
    const isReplay = session.lastResponse.headers['idempotent-replayed'] === 'true'
    return isReplay || session.url === null ? 'again' : {ok: true, url: session.url, orderId}
  } catch (error) {
    if (!isRejection(error)) throw error
    // The price was taken off sale in between, the parameters changed with a new version of the site, or Stripe keeps a
    // failure of its own under the key. No buyer was ever given an address for this attempt, so the next takes its place.
    log.warn({orderId, attempt: attempt.attempt, ...describeStripeError(error)}, 'session refused')
    await updateAttempt(db, attempt, {status: 'abandoned'})
    return 'again'
  }
}

/**
 * What Stripe is told about a purchase. The same attempt always gives the same parameters, as an idempotency key demands.
 *
 * Asks the buyer for name, business name, e-mail and phone, which is all that the privacy policy (§1) allows;
 * metadata holds ids only.
 */
function sessionParams(
  {id: orderId, nonce, plan}: Order,
  {attempt, priceId}: CheckoutAttempt,
  siteUrl: string,
): Stripe.Checkout.SessionCreateParams {
  const metadata = {order_id: orderId, attempt: String(attempt)}
  return {
    mode: 'payment',
    ui_mode: 'hosted_page',
    line_items: [{price: priceId, quantity: 1}],
    client_reference_id: orderId,
    metadata,
    payment_intent_data: {metadata},
    invoice_creation: {enabled: true, invoice_data: {metadata}},
    name_collection: {
      business: {enabled: true, optional: false},
      individual: {enabled: true, optional: false},
    },
    phone_number_collection: {enabled: true},
    success_url: `${siteUrl}${THANKS_PATH_TEMPLATE}`,
    cancel_url: `${siteUrl}${checkoutPath(plan, {order: nonce})}`,
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

/**
 * Leads back to a session that was made before, if it is still open and sells at the price of today: a buyer is charged what
 * the page shows. One that does not is ended.
 */
async function reuseSession(
  parts: Parts,
  {id: orderId, lookupKey}: Order,
  attempt: CheckoutAttempt,
  price = readPrice(parts, lookupKey),
): Promise<Step> {
  const {sessionId, priceId} = attempt
  if (sessionId === null)
    throw new Error(`Attempt ${attempt.attempt} of order ${orderId} is open without a session.`)
  const [found, session] = await Promise.all([price, retrieveSession(parts, sessionId)])
  if (session === undefined) {
    await updateAttempt(parts.db, attempt, {status: 'abandoned'})
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
