import {unstable_cache} from 'next/cache'
import type Stripe from 'stripe'
import {type PlanPrice, type PriceResult, readPrice} from '../prices.ts'

// Amounts that are kept for showing. They need Next's cache, so only `app` imports this file, and no command.

/** Expires every amount that is kept for showing. One tag for all: a lookup key may move from one price to another. */
export const PRICES_TAG = 'prices'

/** Seconds after which an amount is asked for again though no event of Stripe's has told of a change. */
const MAX_AGE_S = 3_600

/** Seconds after which a page that was made without an amount asks for it again. */
const MAX_AGE_WITHOUT_AMOUNT_S = 60

/**
 * What plans cost now, by the lookup keys of their prices. A plan that cannot be sold at the moment is missing, and the
 * page that is being made is made anew before long.
 */
export async function shownPrices(
  stripe: Stripe,
  lookupKeys: readonly string[],
): Promise<Record<string, PlanPrice>> {
  const found = await Promise.all(
    [...new Set(lookupKeys)].map(async (key) => [key, await shownPrice(stripe, key)] as const),
  )
  if (found.some(([, result]) => !result.ok)) await shortenLifeOfPage()
  return Object.fromEntries(found.flatMap(([key, result]) => (result.ok ? [[key, result.price]] : [])))
}

/** A page lives no longer than the shortest-lived answer that it was made with; Next has no other way to say it. */
const shortenLifeOfPage = unstable_cache(async () => MAX_AGE_WITHOUT_AMOUNT_S, ['a-price-is-missing'], {
  tags: [PRICES_TAG],
  revalidate: MAX_AGE_WITHOUT_AMOUNT_S,
})

class Refused extends Error {
  readonly result: Exclude<PriceResult, {ok: true}>

  constructor(result: Exclude<PriceResult, {ok: true}>) {
    super(result.reason)
    this.result = result
  }
}

/**
 * What a plan costs, kept until Stripe tells of a change. What is charged is read anew when an order is made. A refusal is
 * not kept, so that the next reader asks again.
 */
export async function shownPrice(stripe: Stripe, lookupKey: string): Promise<PriceResult> {
  const read = async (): Promise<PlanPrice> => {
    const result = await readPrice(stripe, lookupKey)
    if (!result.ok) throw new Refused(result)
    return result.price
  }
  try {
    const price = await unstable_cache(read, ['plan-price', lookupKey], {
      tags: [PRICES_TAG],
      revalidate: MAX_AGE_S,
    })()
    return {ok: true, price}
  } catch (error) {
    if (error instanceof Refused) return error.result
    throw error
  }
}
