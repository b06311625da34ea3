import {createRequire} from 'node:module'
import type FileSystemCache from 'next/dist/server/lib/incremental-cache/file-system-cache'
import {SharedCacheControls} from 'next/dist/server/lib/incremental-cache/shared-cache-controls.external.js'

/**
 * All that is used of Next which Next does not document. A new version of Next may change any of it without notice:
 * `next-internals.test.ts` says what would break.
 */

/** Next's own cache on disk. The module is CommonJS, whose default export Node and TypeScript name differently. */
export const {default: FileCache}: {default: typeof FileSystemCache} = createRequire(import.meta.url)(
  'next/dist/server/lib/incremental-cache/file-system-cache',
)

export type ReadKey = Parameters<FileSystemCache['get']>
export type WrittenEntry = Parameters<FileSystemCache['set']>
export type ExpiredTags = Parameters<FileSystemCache['revalidateTag']>
export type ReadContext = ReadKey[1]
export type WriteContext = WrittenEntry[2]

/** What is read of the cache: an entry, and when it was written. */
export type {CacheHandlerValue} from 'next/dist/server/lib/incremental-cache'

/**
 * Forgets for how long each page may be kept. Next remembers that in memory for every address that was ever asked for,
 * without a bound. Pages that exist say it themselves, so all of it can be forgotten.
 */
export function clearCacheControls(): void {
  new SharedCacheControls({routes: {}, dynamicRoutes: {}}).clear()
}
