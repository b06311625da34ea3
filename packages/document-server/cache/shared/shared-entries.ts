import type {CacheHandlerValue} from 'next/dist/server/lib/incremental-cache'
import type {Generation} from '../generation.ts'
import type {SharedConnection} from './connection.ts'
import {askedTags, type EntryValue, type ReadContext, tagsWithin, type WriteContext} from './entry-tags.ts'
import {pack, unpack} from './packed-entry.ts'
import {type SharedState, stateKey} from './shared-state.ts'

export type SharedEntriesOptions = {
  connection: SharedConnection
  state: Pick<SharedState, 'current' | 'hasExpired'>
  generation: Pick<Generation, 'current'>
  /** Names the build: another one makes other pages of the same words. */
  build: string
}

/** Seconds. What nobody made anew for so long belongs to a build that is gone. */
const KEPT = 7 * 24 * 3600

/**
 * Pages and answers that machines make for one another. An entry counts as long as none of its tags expired after it was
 * begun, in the order in which Redis counted, whatever any clock says.
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
        .readEntry([stateKey(connection), this.#key(key, context.kind)], asked)
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
    // What Redis does not take now is made again by whoever needs it.
    await connection.asking
      .writeEntry(
        [stateKey(connection), this.#key(key, value.kind)],
        [epoch, count, String(KEPT), JSON.stringify(tagsWithin(kept)), bytes],
      )
      .catch(() => {})
  }

  async #everExpired(tags: readonly string[]): Promise<boolean> {
    if (tags.length === 0 || !this.#options.state.current) return false
    const fields = tags.map((tag) => `tag:${tag}`)
    const {connection} = this.#options
    const moments = await connection.asking.hmGet(stateKey(connection), fields).catch(() => [])
    return moments.some((moment) => moment !== null)
  }

  #key(key: string, kind: string): string {
    const {connection, build} = this.#options
    return `${connection.keyPrefix}:entry:${build}:${kind === 'FETCH' ? 'answer' : 'page'}:${key}`
  }
}
