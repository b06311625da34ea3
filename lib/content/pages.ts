import {stegaClean} from '@sanity/client/stega'
import {z} from 'zod'
import {picture} from '#lib/images/picture.ts'
import {PAGE_LIST_QUERY} from '#sanity/queries/site.ts'
import type {DOCUMENT_QUERY_RESULT} from '#sanity/types.gen.ts'
import {contentTag} from './changes.ts'
import {fetchContent} from './client.ts'

const text = z
  .string()
  .nullable()
  .transform((value) => value ?? undefined)

const path = z.string().transform((value) => stegaClean(value))

const page = z.object({
  path,
  title: text,
  /** ISO date and time of the last publish. */
  _updatedAt: z.string(),
  seo: z.object({
    title: text,
    description: text,
    // Without an image, or with one that browsers cannot show, a card with the title is shared.
    picture: picture.optional().catch(undefined),
    hidden: z.boolean(),
  }),
})

const block = z.object({_key: z.string(), _type: z.string()})

/** A page as the Content Lake gives it. */
type FoundPage = Extract<DOCUMENT_QUERY_RESULT, {_type: 'page'}>

export type Page = z.infer<typeof page> & {blocks: FoundPage['blocks']}

/** Reads the page that was found at an address. Blocks without a key or a type are left out. */
export function readPage(found: FoundPage): Page {
  return {...page.parse(found), blocks: found.blocks.filter((value) => block.safeParse(value).success)}
}

const pages = z.array(
  z.object({
    _id: z.string(),
    path,
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
