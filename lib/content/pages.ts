import {stegaClean} from '@sanity/client/stega'
import {z} from 'zod'
import {PAGE_LIST_QUERY} from '#sanity/queries/page-list.ts'
import {fetchContent} from './fetch.ts'
import {contentTag} from './tags.ts'

const pages = z.array(
  z.object({
    _id: z.string(),
    path: z.string().transform((path) => stegaClean(path)),
    title: z.string().nullable(),
    description: z.string().nullable(),
    /** ISO date and time of the last publish. */
    _updatedAt: z.string(),
  }),
)

/** All pages that search engines may know, by their paths. */
export async function getPages() {
  return pages.parse(await fetchContent({query: PAGE_LIST_QUERY, tags: [contentTag('page')]}))
}
