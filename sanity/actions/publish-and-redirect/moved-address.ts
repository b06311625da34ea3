import {z} from 'zod'
import {documentPath} from '#lib/links/document-path.ts'

const addressed = z.object({
  _type: z.string(),
  path: z.string().optional(),
  slug: z.object({current: z.string().optional()}).optional(),
})

/** Where a published document stands, and where it will stand once its draft is published. */
export type Move = {from: string; to: string}

/** Says that publishing moves a document away from an address that readers know; nothing when it stays or is new. */
export function movedAddress(published: unknown, draft: unknown): Move | undefined {
  const [from, to] = [addressOf(published), addressOf(draft)]
  return from !== undefined && to !== undefined && from !== to ? {from, to} : undefined
}

function addressOf(document: unknown): string | undefined {
  const {_type, path, slug} = addressed.safeParse(document).data ?? {}
  return documentPath(_type, path ?? slug?.current)
}
