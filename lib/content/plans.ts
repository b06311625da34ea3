import {z} from 'zod'
import {planSlug} from '#lib/links/paths.ts'
import {PLAN_QUERY} from '#sanity/queries/site.ts'
import {contentTag} from './changes.ts'
import {type FetchOptions, fetchContent} from './client.ts'
import {aboutDocument, exact, listOf, orNull, readRepaired, wordsOrNull} from './repair.ts'

const plan = z.object({
  slug: exact,
  name: wordsOrNull,
  summary: wordsOrNull,
  features: listOf(z.string()),
  nextSteps: listOf(z.string()),
  badge: wordsOrNull,
  /** Leads to the price in Stripe. */
  lookupKey: orNull(exact),
})

export type Plan = z.infer<typeof plan>

/** The plan at an address (`lifetime-access`); nothing when there is none that the reader may see. */
export async function getPlan(slug: string, options: FetchOptions = {}): Promise<Plan | null> {
  // The Studio accepts no other slug, so that addresses that no plan can have are not asked for and not kept.
  if (!planSlug.safeParse(slug).success) return null
  const found = await fetchContent({
    query: PLAN_QUERY,
    params: {slug},
    tags: [contentTag('plan', slug)],
    ...options,
  })
  return found === null ? null : (readRepaired(plan, found, aboutDocument(found)) ?? null)
}
