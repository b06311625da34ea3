import {stegaClean} from '@sanity/client/stega'
import {z} from 'zod'
import {picture} from '#lib/images/picture.ts'
import type {DOCUMENT_QUERY_RESULT} from '#sanity/types.gen.ts'

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

/** A page as the Content Lake gives it. */
export type FoundPage = Extract<DOCUMENT_QUERY_RESULT, {_type: 'page'}>

export type Page = z.infer<typeof page> & {blocks: FoundPage['blocks']}

/** Reads what was found at an address. Blocks that are none are left out. */
export function readPage(found: FoundPage): Page {
  return {...page.parse(found), blocks: found.blocks.filter((value) => block.safeParse(value).success)}
}
