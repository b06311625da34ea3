import {generation, renders} from './generation.ts'
import {LatestEntries} from './latest-entries.ts'
import {
  type CacheHandlerValue,
  clearCacheControls,
  type ExpiredTags,
  FileCache,
  type ReadKey,
  type WrittenEntry,
} from './next-internals.ts'
import {sharedCache} from './shared-cache.ts'

const NOT_FOUND_PAGE = '/_not-found'

/** How many pages that do not exist are asked for between two times that {@link clearCacheControls} is called. */
const PRUNED_EVERY = 1_000

const entries = new LatestEntries(generation)
let missing = 0

/**
 * Next's own cache on disk, made safe against renders that overlap with an expiry, and against readers who make
 * addresses up. Next stamps an entry with the time at which it was stored, so a page that was begun before an expiry
 * and stored after it would count as fresh until the next publish.
 *
 * Where machines share a Redis, entries lie there, and the disk holds what the build made and is only read.
 *
 * Next makes one of these for each request.
 *
 * @see node_modules/next/dist/docs/01-app/03-api-reference/05-config/01-next-config-js/incrementalCacheHandlerPath.md
 */
export default class CacheHandler extends FileCache {
  readonly #made = generation.current
  readonly #reading = new Set<string>()

  override async get(...[key, context]: ReadKey): Promise<CacheHandlerValue | null> {
    const shared = sharedCache()
    const load = async () => {
      this.#reading.add(key)
      const entry = await super.get(key, context)
      this.#reading.delete(key)
      return shared || entries.trusts(key, entry?.lastModified) ? entry : null
    }
    const found = shared ? await shared.entries.read(key, context, load) : await entries.read(key, load)
    const render = renders.getStore()
    if (render && isAnswer(found?.value)) render.isOwn = true
    return found
  }

  override async set(...[key, data, context]: WrittenEntry): Promise<void> {
    // A read that finds other tags than it was asked for writes them down, which would make an old entry look new.
    if (this.#reading.has(key)) return
    const render = renders.getStore()
    if (render && isAnswer(data)) render.isOwn = true
    // Anyone can ask for any number of addresses that do not exist.
    if (isAnswer(data) && data.status === 404 && !key.endsWith(NOT_FOUND_PAGE)) return pruneCacheControls()
    if (data?.kind === 'FETCH' && !this.isWorthKeeping(data.data)) return
    const began = render?.began ?? this.#made
    const shared = sharedCache()
    if (shared) await shared.entries.write(key, data, context, began)
    else await entries.write(key, began, () => super.set(key, data, context))
  }

  override async revalidateTag(...[tags, durations]: ExpiredTags): Promise<void> {
    const shared = sharedCache()
    if (shared) return shared.state.expire([tags].flat())
    entries.waitForNextMillisecond()
    const expired = super.revalidateTag(tags, durations)
    generation.advance()
    await expired
  }

  /**
   * Whether an answer to a request of the site's own is kept. A site may leave out those that anyone can have made in any
   * number, such as of a look-up that found nothing.
   *
   * @param answer with its body in base64
   */
  protected isWorthKeeping(_answer: {body: string}): boolean {
    return true
  }
}

/** Whether an entry is what a reader is answered with, rather than an answer to a request of the site's own. */
function isAnswer(value: WrittenEntry[1] | undefined) {
  return value?.kind === 'APP_PAGE' || value?.kind === 'APP_ROUTE'
}

function pruneCacheControls(): void {
  missing++
  if (missing % PRUNED_EVERY === 0) clearCacheControls()
}
