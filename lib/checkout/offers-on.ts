import {stegaClean} from '@sanity/client/stega'
import {commerce} from '../commerce/commerce.ts'
import type {Page} from '../content/page.ts'
import {currentPrices} from './current-prices.ts'
import type {PlanPrice} from './read-price.ts'

/** What the plans on a page cost now, by the lookup keys of their prices. Pages without plans ask nobody. */
export async function offersOn({blocks}: Pick<Page, 'blocks'>): Promise<Record<string, PlanPrice>> {
  const keys = blocks.flatMap((block) =>
    block._type === 'plans'
      ? // A plan that is gone is `null` in the Content Lake.
        (block.plans ?? []).flatMap((plan: {lookupKey: string | null} | null) => plan?.lookupKey ?? [])
      : [],
  )
  return keys.length > 0
    ? currentPrices(
        commerce().stripe,
        keys.map((key) => stegaClean(key)),
      )
    : {}
}
