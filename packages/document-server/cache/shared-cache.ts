import {readFileSync} from 'node:fs'
import {join} from 'node:path'
import {promisify} from 'node:util'
import {deserialize, serialize} from 'node:v8'
import {zstdCompress, zstdDecompress} from 'node:zlib'
import type {RedisClientOptions} from '@redis/client'
import type {Logger} from '../log/application-log.ts'
import {type Generation, generation} from './generation.ts'
import type {CacheHandlerValue, ReadContext, WriteContext} from './next-internals.ts'
import {connectShared, type SharedConnection, SharedState} from './shared-state.ts'

/** An entry that no machine made anew for so long belongs to a build that is gone. */
const KEPT_SECONDS = 7 * 24 * 3600

/** Where Next writes the tags of a page, its own for the page's address among them. */
export const TAGS_HEADER = 'x-next-cache-tags'

type SharedCache = {entries: SharedEntries; state: SharedState}

let joined: SharedCache | undefined

/** What this process shares with other machines; nothing on one machine alone, and during a build. */
export function sharedCache(): SharedCache | undefined {
  return joined
}

export type SharedCacheOptions = {
  redis: RedisClientOptions
  /** Begins the name of every key, for a Redis that holds other things as well. */
  keyPrefix: string
}

/**
 * Joins the machines that share a Redis. Resolves when it answers, or soon when it does not.
 *
 * @param build the build's folder
 */
export async function joinSharedCache(
  {redis, keyPrefix}: SharedCacheOptions,
  {build, logger}: {build: string; logger: Logger},
): Promise<void> {
  const connection = connectShared(redis, keyPrefix)
  const state = new SharedState({connection, generation, logger})
  const buildId = readFileSync(join(build, 'BUILD_ID'), 'utf8').trim()
  joined = {state, entries: new SharedEntries({connection, state, generation, build: buildId})}
  await state.start()
}

export type EntryValue = NonNullable<CacheHandlerValue['value']>

export type SharedEntriesOptions = {
  connection: SharedConnection
  state: Pick<SharedState, 'current' | 'hasExpired'>
  generation: Pick<Generation, 'current'>
  /** Names the build: another one makes other pages of the same words. */
  build: string
}

/**
 * Pages and answers that machines make for one another. An entry counts as long as none of its tags expired after it was
 * begun, in the order in which Redis counted.
 */
export class SharedEntries {
  readonly #options: SharedEntriesOptions

  constructor(options: SharedEntriesOptions) {
    this.#options = options
  }

  /**
   * Reads what any machine made; else what the build made, if nothing that it depends on ever expired.
   *
   * @param load reads what the build made
   */
  async read(
    key: string,
    context: ReadContext,
    load: () => Promise<CacheHandlerValue | null>,
  ): Promise<CacheHandlerValue | null> {
    const {state, connection} = this.#options
    const asked = askedTags(context)
    if (state.current) {
      const bytes = await connection.askingForBytes
        .readEntry([connection.stateKey, this.#key(key, context.kind)], asked)
        .catch(() => null)
      const made = bytes instanceof Buffer ? await unpack(bytes) : null
      if (made) return made
    }
    const built = await load()
    if (!built?.value) return built
    const tags = [...asked, ...tagsWithin(built.value)]
    return state.hasExpired(tags) || (await this.#everExpired(tags)) ? null : built
  }

  /** Keeps an entry for all machines, unless content expired since this process's generation `began`. */
  async write(key: string, value: EntryValue | null, context: WriteContext, began: number): Promise<void> {
    const {state, generation, connection} = this.#options
    // While this process's count stands still, so does the shared one that it knows.
    const shared = generation.current === began ? state.current : undefined
    if (!value || !shared) return
    const kept = value.kind === 'FETCH' && context.fetchCache ? {...value, tags: context.tags ?? []} : value
    const cacheControl = context.fetchCache ? undefined : context.cacheControl
    const bytes = await pack({
      lastModified: Date.now(),
      value: kept,
      ...(cacheControl === undefined ? {} : {cacheControl}),
    })
    const {epoch, generation: count} = shared
    // What Redis does not take now is made again when it is needed.
    await connection.asking
      .writeEntry(
        [connection.stateKey, this.#key(key, value.kind)],
        [epoch, count, String(KEPT_SECONDS), JSON.stringify(tagsWithin(kept)), bytes],
      )
      .catch(() => {})
  }

  async #everExpired(tags: readonly string[]): Promise<boolean> {
    if (tags.length === 0 || !this.#options.state.current) return false
    const {asking, stateKey} = this.#options.connection
    const fields = tags.map((tag) => `tag:${tag}`)
    const generations = await asking.hmGet(stateKey, fields).catch(() => [])
    return generations.some((generation) => generation !== null)
  }

  #key(key: string, kind: string): string {
    const {connection, build} = this.#options
    return connection.entryKey(build, kind === 'FETCH' ? 'answer' : 'page', key)
  }
}

/** The tags that an entry names itself. */
export function tagsWithin(value: EntryValue): string[] {
  if (value.kind === 'FETCH') return value.tags ?? []
  const header = 'headers' in value ? value.headers?.[TAGS_HEADER] : undefined
  return typeof header === 'string' ? header.split(',') : []
}

/** The tags that are named when an answer is asked for. Those of a page are known from the page alone. */
export function askedTags(context: ReadContext): string[] {
  return context.kind === 'FETCH' ? [...(context.tags ?? []), ...(context.softTags ?? [])] : []
}

const compress = promisify(zstdCompress)
const decompress = promisify(zstdDecompress)

/** An entry as bytes. Pages hold buffers and maps, and say most things twice. */
async function pack(entry: CacheHandlerValue): Promise<Buffer> {
  return compress(serialize(entry))
}

/** The entry again; nothing when another version of Node packed it in a way that this one does not know. */
async function unpack(bytes: Buffer): Promise<CacheHandlerValue | null> {
  try {
    const entry: CacheHandlerValue = deserialize(await decompress(bytes))
    return entry
  } catch {
    return null
  }
}
