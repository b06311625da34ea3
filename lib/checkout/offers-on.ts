import {commerce} from '../commerce.ts'
import {currentPrices} from './current-prices.ts'
import type {PlanPrice} from './read-price.ts'

/** What plans cost now, by the lookup keys of their prices. A page without plans asks Stripe nothing. */
export async function currentOffers(lookupKeys: readonly string[]): Promise<Record<string, PlanPrice>> {
  return lookupKeys.length > 0 ? currentPrices(commerce().stripe, lookupKeys) : {}
}
