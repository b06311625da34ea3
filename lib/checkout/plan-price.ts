import {unstable_cache} from 'next/cache'
import type Stripe from 'stripe'
import {type PlanPrice, type PriceResult, readPrice} from './read-price.ts'

/** Expires every amount that is kept for showing. One tag for all: a lookup key may move from one price to another. */
export const PRICES_TAG = 'prices'

/** Seconds after which an amount is asked for again even though no event of Stripe's has told of a change. */
const HOUR = 3_600

class Refused extends Error {
  readonly result: Exclude<PriceResult, {ok: true}>

  constructor(result: Exclude<PriceResult, {ok: true}>) {
    super(result.reason)
    this.result = result
  }
}

/**
 * What a plan costs, for showing: kept until Stripe tells of a change. What is charged is read anew when an order is
 * made. A refusal is not kept, so that the next reader asks again.
 */
export async function planPrice(stripe: Stripe, lookupKey: string): Promise<PriceResult> {
  const ask = async (): Promise<PlanPrice> => {
    const result = await readPrice(stripe, lookupKey)
    if (!result.ok) throw new Refused(result)
    return result.price
  }
  try {
    const price = await unstable_cache(ask, ['plan-price', lookupKey], {
      tags: [PRICES_TAG],
      revalidate: HOUR,
    })()
    return {ok: true, price}
  } catch (error) {
    if (error instanceof Refused) return error.result
    throw error
  }
}
