import {setTimeout as delay} from 'node:timers/promises'
import {LRUCache} from 'lru-cache'
import type {Generation, Render} from '../cache/generation.ts'
import type {CaughtAnswer} from '../http/response.ts'
import {isHtml, keepsFor} from './ask-next.ts'
import {OverloadedError} from './concurrency-limiter.ts'
import {fingerprint, type StaticPage} from './static-page.ts'

export type ReadPage =
  /** `isFresh` is off for a last good page, which stands in for one that cannot be made. */
  | {kind: 'page'; page: StaticPage; isFresh: boolean}
  | {kind: 'missing'}
  | {kind: 'moved'; status: number; location: string}
  | {kind: 'other'; answer: CaughtAnswer}
  | {kind: 'failed'}
  | {kind: 'overloaded'}

export type PagesOptions = {
  cache: PageCache
  generation: Pick<Generation, 'current'>
  /** Asks Next for a page, and says in `render` what became of it. */
  ask: (path: string, render: Render) => Promise<CaughtAnswer>
  /** The static page that an answer becomes; nothing when it does not declare itself a document, or cannot be one. */
  process: (path: string, answer: CaughtAnswer, fingerprint: string) => StaticPage | undefined
  /** Milliseconds that a reader waits for a page to be made when there is a last good one. */
  maxWaitMs?: number
}

type Job = {began: number; done: Promise<ReadPage>}

/** The address under which Next has the page for addresses that do not exist. */
export const NOT_FOUND_PATH = '/_not-found'

/** How often a page is asked for whose answer belonged to an earlier request. */
const MAX_TRIES = 3
/** A page that could not be made is not tried again for so long while there is a last good one. */
const RETRY_AFTER_MS = 1_000
const MAX_WAIT_MS = 5_000
/** A page that is not made by then is given up, so that the next reader has it tried anew. */
const MAX_RENDER_MS = 30_000

export type CachedPage = {
  page: StaticPage
  /** The generation in which its making began: the page is fresh as long as that is the current one. */
  generation: number
  /** Milliseconds since the epoch until which it is fresh besides. */
  until: number
  /** When it last could not be made anew, and in which generation. */
  failure?: {generation: number; at: number}
}

/**
 * Static pages by their paths, as many as fit into a number of bytes; those that were not read for the longest time
 * go first. Pages of an earlier generation stay: as the last good ones, and because most of them turn out unchanged.
 */
export class PageCache {
  readonly #pages: LRUCache<string, CachedPage>

  constructor(maxBytes: number) {
    this.#pages = new LRUCache({
      maxSize: maxBytes,
      sizeCalculation: ({page}, path) => page.bytes + path.length,
    })
  }

  get(path: string): CachedPage | undefined {
    return this.#pages.get(path)
  }

  set(path: string, cached: CachedPage): void {
    this.#pages.set(path, cached)
  }

  delete(path: string): void {
    this.#pages.delete(path)
  }

  /** Counts a page anew: it grows when it is packed another way. */
  recount(path: string): void {
    const cached = this.#pages.get(path)
    // The cache counts what it did not hold before.
    if (cached) this.#pages.set(path, {...cached})
  }

  get bytes(): number {
    return this.#pages.calculatedSize
  }

  get size(): number {
    return this.#pages.size
  }
}

/**
 * Pages that are the same for every reader, kept until content expires. Of many readers of one page that
 * must be made, the first has it made and the others wait for it.
 */
export class Pages {
  readonly #options: Required<PagesOptions>
  readonly #jobs = new Map<string, Job>()

  constructor(options: PagesOptions) {
    this.#options = {maxWaitMs: MAX_WAIT_MS, ...options}
  }

  /** A page that is ready and fresh. */
  find(path: string): StaticPage | undefined {
    const cached = this.#options.cache.get(path)
    return cached?.generation === this.#options.generation.current && cached.until > Date.now()
      ? cached.page
      : undefined
  }

  /** A page no older than this call, made when it must be; a last good one when that fails. */
  async read(path: string): Promise<ReadPage> {
    const arrived = this.#options.generation.current
    const known = this.#options.cache.get(path)
    if (known?.failure?.generation === arrived && Date.now() - known.failure.at < RETRY_AFTER_MS)
      return {kind: 'page', page: known.page, isFresh: false}
    for (;;) {
      const job = this.#jobs.get(path) ?? this.#begin(path)
      const read = await job.done
      // One that began before content expired may hold the words from before.
      if (job.began >= arrived) return read
    }
  }

  #begin(path: string): Job {
    const began = this.#options.generation.current
    const making = this.#make(path, began).catch((error: unknown): ReadPage => {
      const kind = error instanceof OverloadedError ? 'overloaded' : 'failed'
      return this.#lastGood(path, began) ?? {kind}
    })
    const over = new AbortController()
    const after = (ms: number) => delay(ms, undefined, {signal: over.signal, ref: false})
    const done = Promise.race([
      making,
      after(this.#options.maxWaitMs).then(
        () => this.#lastGood(path, began) ?? making,
        () => making,
      ),
      after(MAX_RENDER_MS).then(
        (): ReadPage => ({kind: 'failed'}),
        () => making,
      ),
    ])
    const job = {began, done}
    this.#jobs.set(path, job)
    void job.done.finally(() => {
      over.abort()
      this.#jobs.delete(path)
    })
    return job
  }

  async #make(path: string, began: number): Promise<ReadPage> {
    for (let tries = 1; ; tries++) {
      const render = {began, isOwn: false}
      const answer = await this.#options.ask(path, render)
      // Next gives one answer to all requests for a page that overlap, also to those that came after an expiry.
      if (answer.status === 200 && !render.isOwn && tries < MAX_TRIES) continue
      return this.#take(path, answer, render)
    }
  }

  #take(path: string, answer: CaughtAnswer, render: Render): ReadPage {
    const {cache, generation, process} = this.#options
    const {status, headers} = answer
    if (status >= 500) return this.#lastGood(path, render.began) ?? {kind: 'failed'}
    const known = cache.get(path)
    if (status !== 200) cache.delete(path)
    if (status >= 300 && status < 400)
      return {kind: 'moved', status, location: String([headers.location].flat()[0] ?? '/')}
    if (status === 404 && path !== NOT_FOUND_PATH) return {kind: 'missing'}
    if (!isHtml(answer)) return {kind: 'other', answer}

    const print = fingerprint(status, answer.body)
    const page = known?.page.fingerprint === print ? known.page : process(path, answer, print)
    if (!page) return {kind: 'other', answer}
    const seconds = keepsFor(answer)
    if (seconds > 0 && render.isOwn && generation.current === render.began)
      cache.set(path, {page, generation: render.began, until: Date.now() + seconds * 1000})
    return {kind: 'page', page, isFresh: true}
  }

  #lastGood(path: string, generation: number): ReadPage | undefined {
    const {cache} = this.#options
    const known = cache.get(path)
    if (!known) return undefined
    cache.set(path, {...known, failure: {generation, at: Date.now()}})
    return {kind: 'page', page: known.page, isFresh: false}
  }
}
