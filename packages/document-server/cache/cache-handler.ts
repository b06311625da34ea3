import {createRequire} from 'node:module'
import type FileSystemCache from 'next/dist/server/lib/incremental-cache/file-system-cache'
import {generation, renders} from './generation.ts'
import {LatestEntries} from './latest-entries.ts'
import {forgetNowAndThen} from './missing-pages.ts'
import {sharedCache} from './shared/shared-cache.ts'

// The module is CommonJS, whose default export Node and TypeScript name differently.
const {default: FileCache}: {default: typeof FileSystemCache} = createRequire(import.meta.url)(
  'next/dist/server/lib/incremental-cache/file-system-cache',
)

const NOT_FOUND_PAGE = '/_not-found'

const entries = new LatestEntries(generation)

/**
 * Next's own cache on disk, made safe against renders that overlap with an expiry, and against readers who make
 * addresses up. Next stamps an entry with the time at which it was stored, so a page that was begun before an expiry
 * and stored after it would count as fresh until the next publish.
 *
 * Where machines share a Redis, entries lie there, and the disk holds what the build made and is only read.
 *
 * Next makes one of these for each request.
 */
export default class CacheHandler extends FileCache {
  readonly #made = generation.current
  readonly #reading = new Set<string>()

  override async get(...[key, context]: Parameters<FileSystemCache['get']>) {
    const shared = sharedCache()
    const load = async () => {
      this.#reading.add(key)
      const entry = await super.get(key, context)
      this.#reading.delete(key)
      return shared || entries.trusts(key, entry?.lastModified) ? entry : null
    }
    const found = shared ? await shared.entries.read(key, context, load) : await entries.read(key, load)
    const render = renders.getStore()
    if (render && found?.value?.kind === 'APP_PAGE') render.isOwn = true
    return found
  }

  override async set(...[key, data, context]: Parameters<FileSystemCache['set']>): Promise<void> {
    // A read that finds other tags than it was asked for writes them down, which would make an old entry look new.
    if (this.#reading.has(key)) return
    const render = renders.getStore()
    if (render && data?.kind === 'APP_PAGE') render.isOwn = true
    // Anybody can ask for any number of addresses that do not exist.
    const isAnswer = data?.kind === 'APP_PAGE' || data?.kind === 'APP_ROUTE'
    if (isAnswer && data.status === 404 && !key.endsWith(NOT_FOUND_PAGE)) return forgetNowAndThen()
    if (data?.kind === 'FETCH' && !this.isWorthKeeping(data.data)) return
    const began = render?.began ?? this.#made
    const shared = sharedCache()
    if (shared) await shared.entries.write(key, data, context, began)
    else await entries.write(key, began, () => super.set(key, data, context))
  }

  /**
   * Whether an answer to a request of the site's own is kept. A site may leave out those that anybody can have made in any
   * number, such as of a look-up that found nothing.
   *
   * @param answer with its body in base64
   */
  protected isWorthKeeping(_answer: {body: string}): boolean {
    return true
  }

  override async revalidateTag(...[tags, durations]: Parameters<FileSystemCache['revalidateTag']>) {
    const shared = sharedCache()
    if (shared) return shared.state.expire([tags].flat())
    entries.passLastMoment()
    const expired = super.revalidateTag(tags, durations)
    generation.advance()
    await expired
  }
}
