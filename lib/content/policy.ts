import {stegaClean} from '@sanity/client/stega'
import {z} from 'zod'
import {POLICY_QUERY} from '#sanity/queries/policy.ts'
import {fetchContent} from './fetch.ts'
import {policyBody} from './policy-body.ts'
import {ADDRESSES_TAG, contentTag} from './tags.ts'

// Logic reads these; the marks that lead editors to a field would only be in its way.
const clean = z.string().transform((text) => stegaClean(text))

const policy = z.object({
  slug: clean,
  title: z.string().nullable(),
  summary: z.string().nullable(),
  /** ISO date. */
  lastUpdated: clean.pipe(z.iso.date()).nullable().catch(null),
  contactEmail: clean.pipe(z.email()).nullable().catch(null),
  body: policyBody.nullable().transform((body) => body ?? []),
})

export type Policy = z.infer<typeof policy>

const SLUG = /^[a-z0-9]+(-[a-z0-9]+)*$/

/** The policy at an address (`privacy`); nothing when there is none that the reader may see. */
export async function getPolicy(slug: string, {marks = true} = {}): Promise<Policy | null> {
  // The Studio lets no other slug pass, so that addresses nobody wrote are not asked for and not kept.
  if (slug.length > 96 || !SLUG.test(slug)) return null
  const found = await fetchContent({
    query: POLICY_QUERY,
    params: {slug},
    // The links of a policy lead to documents that may move.
    tags: [contentTag('policy', slug), ADDRESSES_TAG],
    marks,
  })
  return policy.nullable().parse(found)
}
