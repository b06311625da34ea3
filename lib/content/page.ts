import {stegaClean} from '@sanity/client/stega'
import {z} from 'zod'
import {picture} from '#lib/images/picture.ts'
import {PAGE_QUERY} from '#sanity/queries/page.ts'
import type {PAGE_QUERY_RESULT} from '#sanity/types.gen.ts'
import {fetchContent} from './fetch.ts'
import {ADDRESSES_TAG, contentTag} from './tags.ts'

const text = z
  .string()
  .nullable()
  .transform((value) => value ?? undefined)

const page = z.object({
  path: z.string().transform((path) => stegaClean(path)),
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

type Block = NonNullable<PAGE_QUERY_RESULT>['blocks'][number]

export type Page = z.infer<typeof page> & {blocks: Block[]}

const PATH = /^\/(?:[a-z0-9]+(?:-[a-z0-9]+)*(?:\/[a-z0-9]+(?:-[a-z0-9]+)*)*)?$/

/** The page at a path (`/`, `/pricing`); nothing when there is none that the reader may see. */
export async function getPage(path: string, {marks = true} = {}): Promise<Page | null> {
  // The Studio lets no other path pass, so that addresses nobody wrote are not asked for and not kept.
  if (path.length > 200 || !PATH.test(path)) return null
  const found = await fetchContent({
    query: PAGE_QUERY,
    params: {path},
    // Blocks show the words of plans, and addresses of whatever they link to.
    tags: [contentTag('page', path), contentTag('plan'), ADDRESSES_TAG],
    marks,
  })
  if (found === null) return null
  return {...page.parse(found), blocks: found.blocks.filter((value) => block.safeParse(value).success)}
}
