import {stegaClean} from '@sanity/client/stega'
import {z} from 'zod'
import {planSlug} from '#lib/links/document-path.ts'
import {PLAN_QUERY} from '#sanity/queries/site.ts'
import {contentTag} from './changes.ts'
import {type FetchOptions, fetchContent} from './client.ts'

// Logic reads these; stega, which leads editors to a field, would only be in its way.
const clean = z.string().transform((text) => stegaClean(text))

const plan = z.object({
  slug: clean,
  name: z.string().nullable(),
  summary: z.string().nullable(),
  features: z.array(z.string()),
  nextSteps: z.array(z.string()),
  badge: z.string().nullable(),
  /** Leads to the price in Stripe. */
  lookupKey: clean.nullable(),
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
  return plan.nullable().parse(found)
}
