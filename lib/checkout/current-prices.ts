import {unstable_cache} from 'next/cache'
import type Stripe from 'stripe'
import {PRICES_TAG, planPrice} from './plan-price.ts'
import type {PlanPrice} from './read-price.ts'

/** Seconds after which a page that was made without an amount asks for it again. */
const SOON = 60

/**
 * What plans cost now, by the lookup keys of their prices. A plan that cannot be sold at the moment is missing, and the
 * page that is being made is made anew before long.
 */
export async function currentPrices(
  stripe: Stripe,
  lookupKeys: readonly string[],
): Promise<Record<string, PlanPrice>> {
  const found = await Promise.all(
    [...new Set(lookupKeys)].map(async (key) => [key, await planPrice(stripe, key)] as const),
  )
  if (found.some(([, result]) => !result.ok)) await shortenLifeOfPage()
  return Object.fromEntries(found.flatMap(([key, result]) => (result.ok ? [[key, result.price]] : [])))
}

/** A page lives no longer than the shortest-lived answer that it was made with; Next has no other way to say it. */
const shortenLifeOfPage = unstable_cache(async () => SOON, ['a-price-is-missing'], {
  tags: [PRICES_TAG],
  revalidate: SOON,
})
