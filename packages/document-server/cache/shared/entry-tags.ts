import type {CacheHandlerValue} from 'next/dist/server/lib/incremental-cache'
import type FileSystemCache from 'next/dist/server/lib/incremental-cache/file-system-cache'

export type ReadContext = Parameters<FileSystemCache['get']>[1]
export type WriteContext = Parameters<FileSystemCache['set']>[2]
export type EntryValue = NonNullable<CacheHandlerValue['value']>

/** Where Next writes the tags of a page, its own for the page's address among them. */
const TAGS_HEADER = 'x-next-cache-tags'

/** The tags that an entry names itself. */
export function tagsWithin(value: EntryValue): string[] {
  if (value.kind === 'FETCH') return value.tags ?? []
  const header = 'headers' in value ? value.headers?.[TAGS_HEADER] : undefined
  return typeof header === 'string' ? header.split(',') : []
}

/** The tags that who asks for an answer names. Those of a page are known from the page alone. */
export function askedTags(context: ReadContext): string[] {
  return context.kind === 'FETCH' ? [...(context.tags ?? []), ...(context.softTags ?? [])] : []
}
