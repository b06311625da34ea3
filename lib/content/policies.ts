import {stegaClean} from '@sanity/client/stega'
import {z} from 'zod'
import {POLICY_LIST_QUERY} from '#sanity/queries/policy-list.ts'
import {fetchContent} from './fetch.ts'
import {contentTag} from './tags.ts'

const clean = z.string().transform((text) => stegaClean(text))

const policies = z.array(
  z.object({
    _id: z.string(),
    title: z.string().nullable(),
    slug: clean,
    summary: z.string().nullable(),
    /** ISO date. */
    lastUpdated: clean.pipe(z.iso.date()).nullable().catch(null),
    /** ISO date and time of the last publish. */
    _updatedAt: z.string(),
  }),
)

/** All policies, in alphabetical order of their titles. */
export async function getPolicies() {
  const found = await fetchContent({query: POLICY_LIST_QUERY, tags: [contentTag('policy')]})
  return policies.parse(found)
}
