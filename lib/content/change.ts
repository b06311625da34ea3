import {z} from 'zod'

/** The types of documents that pages are made of. Any other change leaves every page as it is. */
export const CONTENT_TYPES = ['page', 'plan', 'policy', 'redirect', 'siteSettings'] as const

// Next drops tags longer than 256 characters without a word; a slug that long is refused instead.
const slug = z.string().max(200).nullish()

/**
 * What a webhook tells of a changed document. `slug` is what its address is made of now, a page's path or another
 * document's slug, and `slugBefore` what it was made of until now.
 */
export const contentChange = z.object({
  _id: z.string().min(1).max(200),
  _type: z.string().min(1).max(100),
  _rev: z.string().nullish(),
  slug,
  slugBefore: slug,
  operation: z.enum(['create', 'update', 'delete']).nullish(),
})

export type ContentChange = z.infer<typeof contentChange>

/** Whether pages are made of documents of this type. */
export function isContentType(type: string): boolean {
  return CONTENT_TYPES.some((known) => known === type)
}
