import {stegaClean} from '@sanity/client/stega'
import {z} from 'zod'
import {PLAN_LIST_QUERY} from '#sanity/queries/plan-list.ts'
import {fetchContent} from './fetch.ts'
import {contentTag} from './tags.ts'

const plans = z.array(
  z.object({
    _id: z.string(),
    name: z.string().nullable(),
    slug: z.string().transform((slug) => stegaClean(slug)),
  }),
)

/** Every plan, in the order that editors gave them. */
export async function getPlans() {
  return plans.parse(await fetchContent({query: PLAN_LIST_QUERY, tags: [contentTag('plan')]}))
}
