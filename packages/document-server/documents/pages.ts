import {setTimeout as delay} from 'node:timers/promises'
import {LRUCache} from 'lru-cache'
import type {Generation, Render} from '../cache/generation.ts'
import type {CaughtAnswer} from '../http/response.ts'
import {isForAll, isHtml, keepsFor} from './ask-next.ts'
import {OverloadedError} from './concurrency-limiter.ts'
import {fingerprint, type StaticPage} from './static-page.ts'

/** An answer that is the same for every reader. */
export type SharedAnswer =
  | {kind: 'page'; page: StaticPage}
  | {kind: 'moved'; status: number; location: string}
  /** What is no static page, as Next made it. */
  | {kind: 'other'; answer: CaughtAnswer}

export type ReadAnswer =
  /** `isFresh` is off for a last good answer, which stands in for one that cannot be made. */
  | (SharedAnswer & {isFresh: boolean})
  | {kind: 'missing'}
  /** It could not be made, or not in time. */
  | {kind: 'failed'}
  | {kind: 'overloaded'}

export type PagesOptions = {
  cache: PageCache
  generation: Pick<Generation, 'current'>
  /** Asks Next for a page, and says in `render` what became of it. */
  ask: (path: string, render: Render) => Promise<CaughtAnswer>
  /** The static page that an answer becomes; nothing when it does not declare itself a document, or cannot be one. */
  process: (path: string, answer: CaughtAnswer, fingerprint: string) => StaticPage | undefined
  /** Milliseconds that a reader waits for an answer to be made when there is a last good one. */
  maxWaitMs?: number
  /** Milliseconds after which one that is not made is given up, so that the next reader has it tried anew. */
  maxRenderMs?: number
}

type Job = {began: number; done: Promise<ReadAnswer>}

/** The address under which Next has the page for addresses that do not exist. */
export const NOT_FOUND_PATH = '/_not-found'

/** How often a page is asked for whose answer belonged to an earlier request. */
const MAX_TRIES = 3
/** What could not be made is not tried again for so long while there is a last good answer. */
const RETRY_AFTER_MS = 1_000
const MAX_WAIT_MS = 5_000
const MAX_RENDER_MS = 30_000
/** What an answer takes beside its body: headers, and the objects that hold them. */
const BYTES_BESIDE_BODY = 1_024

export type CachedAnswer = {
  answer: SharedAnswer
  /** The generation in which its making began: it is fresh as long as that is the current one. */
  generation: number
  /** Milliseconds since the epoch until which it is fresh besides. */
  until: number
  /** When it last could not be made anew, and in which generation. */
  failure?: {generation: number; at: number}
}

/**
 * Answers by their paths, as many as fit into a number of bytes; those that were not read for the longest time go
 * first. Those of an earlier generation stay: as the last good ones, and because most pages turn out unchanged.
 */
export class PageCache {
  readonly #answers: LRUCache<string, CachedAnswer>

  constructor(maxBytes: number) {
    this.#answers = new LRUCache({
      maxSize: maxBytes,
      sizeCalculation: ({answer}, path) => bytesOf(answer) + path.length,
    })
  }

  get(path: string): CachedAnswer | undefined {
    return this.#answers.get(path)
  }

  set(path: string, cached: CachedAnswer): void {
    this.#answers.set(path, cached)
  }

  delete(path: string): void {
    this.#answers.delete(path)
  }

  /** Counts a page anew: it grows when it is packed another way. */
  recount(path: string): void {
    const cached = this.#answers.get(path)
    // The cache counts what it did not hold before.
    if (cached) this.#answers.set(path, {...cached})
  }

  get bytes(): number {
    return this.#answers.calculatedSize
  }

  get size(): number {
    return this.#answers.size
  }
}

function isKeptByNext(answer: CaughtAnswer): boolean {
  return isHtml(answer) || keepsFor(answer) > 0
}

function bytesOf(answer: SharedAnswer): number {
  if (answer.kind === 'page') return answer.page.bytes
  return BYTES_BESIDE_BODY + (answer.kind === 'other' ? answer.answer.body.length : 0)
}

/**
 * Answers that are the same for every reader, kept until content expires. Of many readers of one that must be made,
 * the first has it made and the others wait for it.
 */
export class Pages {
  readonly #options: Required<PagesOptions>
  readonly #jobs = new Map<string, Job>()

  constructor(options: PagesOptions) {
    this.#options = {maxWaitMs: MAX_WAIT_MS, maxRenderMs: MAX_RENDER_MS, ...options}
  }

  /** A page that is ready and fresh. */
  find(path: string): StaticPage | undefined {
    const {cache, generation} = this.#options
    const cached = cache.get(path)
    return cached?.generation === generation.current &&
      cached.until > Date.now() &&
      cached.answer.kind === 'page'
      ? cached.answer.page
      : undefined
  }

  /**
   * An answer no older than this call, made when it must be; the last good one when that fails or takes too long. Without
   * one a reader waits: the first render after a start can take seconds on a busy machine.
   */
  async read(path: string): Promise<ReadAnswer> {
    const {cache, generation, maxWaitMs} = this.#options
    const arrived = generation.current
    const known = cache.get(path)
    if (known?.failure?.generation === arrived && Date.now() - known.failure.at < RETRY_AFTER_MS)
      return {...known.answer, isFresh: false}
    const answered = new AbortController()
    const tooLate = delay(maxWaitMs, undefined, {signal: answered.signal, ref: false}).catch(() => undefined)
    try {
      for (;;) {
        const job = this.#jobs.get(path) ?? this.#begin(path)
        const inTime = await Promise.race([job.done, tooLate])
        const lastGood = inTime ? undefined : this.#lastGood(path, arrived)
        if (lastGood) return lastGood
        const read = inTime ?? (await job.done)
        // One that began before content expired may hold the words from before.
        if (job.began >= arrived) return read
      }
    } finally {
      answered.abort()
    }
  }

  #begin(path: string): Job {
    const began = this.#options.generation.current
    const making = this.#make(path, began).catch((error: unknown): ReadAnswer => {
      const kind = error instanceof OverloadedError ? 'overloaded' : 'failed'
      return this.#lastGood(path, began) ?? {kind}
    })
    const made = new AbortController()
    const givenUp = delay(this.#options.maxRenderMs, undefined, {signal: made.signal, ref: false}).then(
      (): ReadAnswer => ({kind: 'failed'}),
      () => making,
    )
    const done = Promise.race([making, givenUp])
    this.#jobs.set(path, {began, done})
    void done.finally(() => {
      made.abort()
      this.#jobs.delete(path)
    })
    return {began, done}
  }

  async #make(path: string, began: number): Promise<ReadAnswer> {
    for (let tries = 1; ; tries++) {
      const render = {began, isOwn: false}
      const answer = await this.#options.ask(path, render)
      // Next gives one answer to all requests for a page that overlap, also to those that came after an expiry.
      if (answer.status === 200 && isKeptByNext(answer) && !render.isOwn && tries < MAX_TRIES) continue
      return this.#take(path, answer, render)
    }
  }

  #take(path: string, answer: CaughtAnswer, render: Render): ReadAnswer {
    const {cache, generation, process} = this.#options
    const {status, headers} = answer
    if (status >= 500) return this.#lastGood(path, render.began) ?? {kind: 'failed'}
    const known = cache.get(path)?.answer
    if (status !== 200) cache.delete(path)
    // Of addresses that readers make up there is no end, so nothing is kept of them.
    if (status === 404 && path !== NOT_FOUND_PATH) return {kind: 'missing'}
    const keep = (shared: SharedAnswer, seconds: number): ReadAnswer => {
      if (generation.current === render.began)
        cache.set(path, {answer: shared, generation: render.began, until: Date.now() + seconds * 1000})
      return {...shared, isFresh: true}
    }
    if (status >= 300 && status < 400)
      return keep({kind: 'moved', status, location: String([headers.location].flat()[0] ?? '/')}, 0)
    const print = fingerprint(status, answer.body)
    const isSame = known?.kind === 'page' && known.page.fingerprint === print
    const page = isSame ? known.page : isHtml(answer) ? process(path, answer, print) : undefined
    if (!page) {
      const other = {kind: 'other', answer} as const
      return isForAll(answer) ? keep(other, 0) : {...other, isFresh: true}
    }
    const seconds = keepsFor(answer)
    return seconds > 0 && render.isOwn
      ? keep({kind: 'page', page}, seconds)
      : {kind: 'page', page, isFresh: true}
  }

  #lastGood(path: string, generation: number): ReadAnswer | undefined {
    const {cache} = this.#options
    const known = cache.get(path)
    if (!known) return undefined
    cache.set(path, {...known, failure: {generation, at: Date.now()}})
    return {...known.answer, isFresh: false}
  }
}
