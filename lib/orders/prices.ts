import {and, asc, eq, isNotNull} from 'drizzle-orm'
import Stripe from 'stripe'
import type {Commerce} from '../commerce.ts'
import type {Executor} from '../db/database.ts'
import {checkoutAttempts, orders} from '../db/schema.ts'
import {alertOwnerOfSite} from '../owner-alerts.ts'
import {describeStripeError, isBusy, isUnreachable, missingPermission, withStripeRetry} from '../stripe.ts'
import {fulfil} from './fulfil.ts'

/** What a plan costs, as Stripe has it. */
export type PlanPrice = {
  id: string
  lookupKey: string
  /** Stripe's name of what is sold. */
  product: string | undefined
  /** Cents. */
  amount: number
  /** Three lower-case letters. */
  currency: string
}

/**
 * Why a plan cannot be sold now. `unknown-price`: no price has the lookup key. `archived-price`: it, or its product, was taken off sale.
 * `recurring-price`: it is a subscription's. `unusable-price`: another currency, no fixed amount, or not exactly one.
 * `unreachable` and `busy`: Stripe could not say.
 */
export type PriceRefusal =
  | 'unknown-price'
  | 'archived-price'
  | 'recurring-price'
  | 'unusable-price'
  | 'unreachable'
  | 'busy'

export type PriceResult = {ok: true; price: PlanPrice} | {ok: false; reason: PriceRefusal}

/** Whether a price is not in order, so that a person must look at it; otherwise Stripe could not say. */
function isUnsellable(reason: PriceRefusal): boolean {
  return reason !== 'unreachable' && reason !== 'busy'
}

/**
 * Tells the owner, once a day for each, of a plan that cannot be sold for a reason that a person must look at: pages show it
 * without its price, and a buyer may not go further.
 *
 * @param plan the slug of its address
 */
export async function alertIfUnsellable(db: Executor, plan: string, found: PriceResult): Promise<void> {
  if (!found.ok && isUnsellable(found.reason)) await alertOwnerOfSite(db, 'unsellable-price', plan)
}

/** The site sells in one currency, which is also what its pages print. */
const CURRENCY = 'usd'

/** Reads the one active, one-time price that has this lookup key. */
export async function readPrice(
  {stripe, log}: Pick<Commerce, 'stripe' | 'log'>,
  lookupKey: string,
): Promise<PriceResult> {
  try {
    const {data} = await withStripeRetry(() =>
      stripe.prices.list({lookup_keys: [lookupKey], limit: 10, expand: ['data.product']}),
    )
    return choosePrice(lookupKey, data)
  } catch (error) {
    if (isBusy(error)) return {ok: false, reason: 'busy'}
    if (missingPermission(error) !== undefined)
      log.error({lookupKey, ...describeStripeError(error)}, 'a price cannot be read')
    if (isUnreachable(error)) return {ok: false, reason: 'unreachable'}
    throw error
  }
}

/** Picks the price to sell at out of all that carry the lookup key. */
export function choosePrice(lookupKey: string, prices: readonly Stripe.Price[]): PriceResult {
  if (prices.length === 0) return {ok: false, reason: 'unknown-price'}
  const [price, another] = prices.filter(isOnSale)
  if (price === undefined) return {ok: false, reason: 'archived-price'}
  if (price.type !== 'one_time') return {ok: false, reason: 'recurring-price'}
  if (another !== undefined || price.currency !== CURRENCY || price.unit_amount === null) {
    return {ok: false, reason: 'unusable-price'}
  }
  const {id, unit_amount: amount, currency} = price
  return {ok: true, price: {id, lookupKey, product: productName(price), amount, currency}}
}

function productName({product}: Stripe.Price): string | undefined {
  return typeof product === 'string' || product.deleted ? undefined : product.name
}

function isOnSale({active, product}: Stripe.Price): boolean {
  return active && (typeof product === 'string' || (!product.deleted && product.active))
}

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
  const {db, log} = parts
  const open = await db
    .select({
      sessionId: checkoutAttempts.sessionId,
      priceId: checkoutAttempts.priceId,
      lookupKey: orders.lookupKey,
    })
    .from(checkoutAttempts)
    .innerJoin(orders, eq(orders.id, checkoutAttempts.orderId))
    .where(
      and(
        eq(orders.livemode, parts.livemode),
        eq(checkoutAttempts.status, 'open'),
        isNotNull(checkoutAttempts.sessionId),
      ),
    )
    .orderBy(asc(checkoutAttempts.createdAt))
    .limit(MAX_AT_ONCE)
  let ended = 0
  for (const lookupKey of new Set(open.map((attempt) => attempt.lookupKey))) {
    const found = await readPrice(parts, lookupKey)
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
