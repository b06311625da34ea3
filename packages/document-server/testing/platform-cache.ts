import {deserialize, serialize} from 'node:v8'
import {type CacheHandlerValue, FileCache, type ReadKey, type WrittenEntry} from '../cache/next-internals.ts'
import {askedTags, tagsWithin} from '../cache/shared-cache.ts'

/** Next watches `fetch` from the first page on: a request that is not kept, as these, would make the page one of a single request. */
const ask = globalThis.fetch

const TIMEOUT_MS = 10_000

/**
 * What a host of functions puts in the place of Next's cache on disk: pages, answers and word of expired tags lie with the host,
 * since no process sees two requests. Stands in for such a host in tests; a plain store of bytes by path answers at `PLATFORM_URL`.
 *
 * Next makes one of these for each request.
 */
export class PlatformCache extends FileCache {
  /** An entry is as old as the request that made it, so that what expires meanwhile is newer. */
  readonly #made = Date.now()

  constructor(context: ConstructorParameters<typeof FileCache>[0]) {
    super({...context, flushToDisk: false})
  }

  override async get(...[key, context]: ReadKey): Promise<CacheHandlerValue | null> {
    // The pages that the build made are with the host from the beginning.
    const found: CacheHandlerValue | null = (await read(entryPath(key))) ?? (await super.get(key, context))
    if (!found?.value) return found
    const {value, lastModified = 0} = found
    const tags = [...askedTags(context), ...tagsWithin(value)]
    const expiries = await Promise.all(tags.map((tag) => read(tagPath(tag))))
    return expiries.some((expiredAt) => expiredAt >= lastModified) ? null : found
  }

  override async set(...[key, value, context]: WrittenEntry): Promise<void> {
    const cacheControl = 'cacheControl' in context ? context.cacheControl : undefined
    await write(entryPath(key), {value, lastModified: this.#made, cacheControl} satisfies CacheHandlerValue)
  }

  /** The site expires at once, whatever durations Next hands on. */
  override async revalidateTag(tags: string | string[]): Promise<void> {
    for (const tag of [tags].flat()) await write(tagPath(tag), Date.now())
  }
}

const entryPath = (key: string) => `/entries/${encodeURIComponent(key)}`
const tagPath = (tag: string) => `/tags/${encodeURIComponent(tag)}`

async function read(path: string) {
  const answer = await ask(`${process.env.PLATFORM_URL}${path}`, {signal: AbortSignal.timeout(TIMEOUT_MS)})
  const bytes = Buffer.from(await answer.arrayBuffer())
  return bytes.length === 0 ? undefined : deserialize(bytes)
}

async function write(path: string, value: unknown): Promise<void> {
  const body = serialize(value)
  await ask(`${process.env.PLATFORM_URL}${path}`, {
    method: 'PUT',
    body,
    signal: AbortSignal.timeout(TIMEOUT_MS),
  })
}
