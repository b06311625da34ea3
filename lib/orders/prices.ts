import type Stripe from 'stripe'
import {isBusy, isUnreachable, withStripeRetry} from '../stripe.ts'

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
export function isUnsellable(reason: PriceRefusal): boolean {
  return reason !== 'unreachable' && reason !== 'busy'
}

/** The site sells in one currency, which is also what its pages print. */
const CURRENCY = 'usd'

/** Reads the one active, one-time price that has this lookup key. */
export async function readPrice(stripe: Stripe, lookupKey: string): Promise<PriceResult> {
  try {
    const {data} = await withStripeRetry(() =>
      stripe.prices.list({lookup_keys: [lookupKey], limit: 10, expand: ['data.product']}),
    )
    return choosePrice(lookupKey, data)
  } catch (error) {
    if (isBusy(error)) return {ok: false, reason: 'busy'}
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
