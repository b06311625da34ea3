import {stegaClean} from '@sanity/client/stega'
import {currentPrices} from '#lib/checkout/current-prices.ts'
import type {PlanPrice} from '#lib/checkout/read-price.ts'
import {commerce} from '#lib/commerce/commerce.ts'
import type {Page} from '#lib/content/page.ts'

/** What the plans on a page cost now, by the lookup keys of their prices. Pages without plans ask nobody. */
export async function offersOn({blocks}: Page): Promise<Record<string, PlanPrice>> {
  const keys = blocks.flatMap((block) =>
    block._type === 'plans'
      ? (block.plans ?? []).flatMap((plan: {lookupKey: string | null} | null) => plan?.lookupKey ?? [])
      : [],
  )
  return keys.length > 0
    ? currentPrices(
        commerce().stripe,
        keys.map((key) => stegaClean(key)),
      )
    : {}
}
