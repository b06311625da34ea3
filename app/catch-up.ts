import {commerce} from '#lib/commerce.ts'
import {getPlansOnSale} from '#lib/content/documents.ts'
import {expireMissedChanges, expireTags, type SeenRevisions} from '#lib/content/expiry.ts'
import {keepVersions} from '#lib/content/seals.ts'
import {getSiteSettings} from '#lib/content/site-settings.ts'
import {env} from '#lib/env.ts'
import {logger} from '#lib/log.ts'
import {PRICES_TAG, shownPrice} from '#lib/orders/checkout/view.ts'
import {alertIfUnsellable} from '#lib/orders/prices.ts'
import {expireMissedPrices} from '#lib/orders/sync.ts'
import {alertOwnerOfSite} from '#lib/owner-alerts.ts'
import type {JobOutcome} from '#lib/workers.ts'

export type CaughtUp = {
  /** The tags that were expired. */
  revalidated: string[]
  /** What was compared, and how that ended. */
  jobs: Record<'prices' | 'plans' | 'versions' | 'content', JobOutcome>
}

/**
 * Finds what was priced, published or put in force without the site being told, and expires the pages that show it. Each part
 * is tried whatever became of the others, and again in the next round. Works only while a request is answered, as Next demands.
 *
 * @param seen what was found published in the round before
 */
export async function catchUp(seen?: SeenRevisions): Promise<CaughtUp> {
  let revalidated: string[] = []
  const prices = await attempt(catchUpWithPrices, 'Stripe did not say what was missed')
  // Versions that are made here are found by the comparison that follows.
  const versions = await attempt(keepSeals, 'The versions of policies could not be compared with their seals')
  const content = await attempt(async () => {
    revalidated = await expireMissedChanges(seen)
  }, 'The Content Lake did not say what is published')
  const plans = await attempt(lookAtPlans, 'The plans could not be compared with their prices')
  return {revalidated, jobs: {prices, plans, versions, content}}
}

async function attempt(run: () => Promise<void>, failure: string): Promise<JobOutcome> {
  try {
    await run()
    return 'done'
  } catch (error) {
    logger.warn({error: error instanceof Error ? error.name : 'unknown'}, failure)
    return 'failed'
  }
}

async function catchUpWithPrices(): Promise<void> {
  const changes = await expireMissedPrices(commerce(), () => expireTags([PRICES_TAG]))
  if (changes > 0) logger.info({changes}, 'Prices had changed unheard')
}

/** A page without its price may be read by many who never come to the checkout, which would tell the owner. */
async function lookAtPlans(): Promise<void> {
  const parts = commerce()
  for (const {slug, lookupKey} of await getPlansOnSale())
    await alertIfUnsellable(parts.db, slug, await shownPrice(parts, lookupKey ?? ''))
}

async function keepSeals(): Promise<void> {
  const {db} = commerce()
  const {adopted} = await keepVersions({
    ...commerce(),
    timeZone: (await getSiteSettings({publishedOnly: true})).timeZone,
    token: env().SANITY_VERSIONS_TOKEN,
    alert: (alert) => alertOwnerOfSite(db, alert),
  })
  if (adopted.length > 0) logger.info({policies: adopted}, 'Texts of policies became versions')
}
