import {readFileSync} from 'node:fs'
import {createRequire} from 'node:module'
import {join, resolve} from 'node:path'
import type FileSystemCache from 'next/dist/server/lib/incremental-cache/file-system-cache'
import {SharedCacheControls} from 'next/dist/server/lib/incremental-cache/shared-cache-controls.external.js'
import {z} from 'zod'

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

const requiredFiles = z.object({
  config: z.looseObject({distDir: z.string(), cacheHandler: z.string().optional()}),
})

/**
 * Has Next start with the settings that the build was made with, as it does in its standalone output. It would otherwise compile
 * `next.config.ts` again, with a compiler that takes 97 MB on disk and 34 MB of memory.
 *
 * @param buildFolder below `root`; it may have had another name when it was built
 */
export function takeBuiltSettings(root: string, buildFolder: string): void {
  const file = join(root, buildFolder, 'required-server-files.json')
  const {config} = requiredFiles.parse(JSON.parse(readFileSync(file, 'utf8')))
  const settings = {
    ...config,
    distDir: buildFolder,
    // Named from the folder of the build.
    ...(config.cacheHandler && {cacheHandler: resolve(root, config.distDir, config.cacheHandler)}),
  }
  process.env.__NEXT_PRIVATE_STANDALONE_CONFIG = JSON.stringify(settings)
}
