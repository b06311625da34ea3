import type {FinishedPage} from './finished-page.ts'

export type CachedPage = {
  page: FinishedPage
  /** The generation in which its making began: the page is fresh as long as that is the current one. */
  generation: number
  /** Milliseconds since the epoch until which it is fresh besides. */
  until: number
  /** When it last could not be made anew, and in which generation. */
  failure?: {generation: number; at: number}
}

/**
 * Finished pages by their paths, as many as fit into a number of bytes; those that were not read for the longest time
 * go first. Pages of an earlier generation stay: as the last good ones, and because most of them turn out unchanged.
 */
export class PageCache {
  readonly #maxBytes: number
  readonly #pages = new Map<string, {cached: CachedPage; bytes: number}>()
  #bytes = 0

  constructor(maxBytes: number) {
    this.#maxBytes = maxBytes
  }

  get(path: string): CachedPage | undefined {
    const entry = this.#pages.get(path)
    if (!entry) return undefined
    // A map keeps the order of insertion, so what is read moves to its end.
    this.#pages.delete(path)
    this.#pages.set(path, entry)
    return entry.cached
  }

  set(path: string, cached: CachedPage): void {
    this.delete(path)
    const bytes = cached.page.bytes + path.length
    this.#pages.set(path, {cached, bytes})
    this.#bytes += bytes
    this.#trim()
  }

  delete(path: string): void {
    const entry = this.#pages.get(path)
    if (!entry) return
    this.#pages.delete(path)
    this.#bytes -= entry.bytes
  }

  /** Counts a page anew: it grows when it is packed another way. */
  recount(path: string): void {
    const entry = this.#pages.get(path)
    if (entry) this.set(path, entry.cached)
  }

  get bytes(): number {
    return this.#bytes
  }

  get size(): number {
    return this.#pages.size
  }

  #trim(): void {
    for (const [path, {bytes}] of this.#pages) {
      if (this.#bytes <= this.#maxBytes) return
      this.#pages.delete(path)
      this.#bytes -= bytes
    }
  }
}
