import {z} from 'zod'
import {picture} from '#lib/images/picture.ts'
import {canShowDocument} from '#lib/links/paths.ts'
import type {DOCUMENT_QUERY_RESULT} from '#sanity/types.gen.ts'
import {aboutDocument, exact, type ListedDocument, logOnce, readEach, readRepaired, words} from './repair.ts'

const page = z.object({
  path: exact,
  title: words,
  /** ISO date and time of the last publish. */
  _updatedAt: z.string(),
  seo: z.object({
    title: words,
    description: words,
    // Without an image, or with one that browsers cannot show, a card with the title is shared.
    picture: picture.optional().catch(undefined),
    hidden: z.boolean().catch(false),
  }),
})

/** A page as the Content Lake gives it. */
type FoundPage = Extract<DOCUMENT_QUERY_RESULT, {_type: 'page'}>

export type Page = z.infer<typeof page> & {blocks: FoundPage['blocks']}

/** Reads the page that was found at an address; nothing when it cannot be shown. */
export function readPage(found: FoundPage): Page | undefined {
  const read = readRepaired(page, found, aboutDocument(found))
  return read && {...read, blocks: blocksOf(found)}
}

const typed = z.object({_type: z.string()})
const keyed = z.object({_key: z.string().min(1)})

/** The blocks of a page, each with a key. What has no type cannot be shown, and is left out. */
function blocksOf({_id, _updatedAt, blocks}: FoundPage): FoundPage['blocks'] {
  return blocks.flatMap((block, index) => {
    const isTyped = typed.safeParse(block).success
    if (isTyped && keyed.safeParse(block).success) return [block]
    const fault = isTyped ? 'A block has no key' : 'A block without a type is left out'
    logOnce(`${_id} ${_updatedAt} block ${index}`, {document: _id, block: index}, fault)
    return isTyped ? [{...block, _key: `at-${index}`}] : []
  })
}

const listed = z.object({
  _id: z.string(),
  path: exact,
  title: words,
  description: words,
  _updatedAt: z.string(),
})

/** Reads a list of pages. What stands where the site shows no page is left out. */
export function readPages(found: unknown): ListedDocument[] {
  return readEach(listed, found)
    .filter(({path}) => canShowDocument(path))
    .map(({path, title, description, _updatedAt: updatedAt}) => ({path, title, description, updatedAt}))
}
