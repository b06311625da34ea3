import type {Dataset, Identity, LakeDocument, Transaction} from '../../contracts.ts'
import {encodeChanges} from './protocol.ts'
import {ThreadPool} from './thread-pool.ts'

export type PoolLimits = {
  /** Threads for the queries of those who have signed in. */
  workers: number
  /** How many queries may wait for a thread. */
  maxWaiting: number
  /** How long an anonymous query may wait for one, in milliseconds. */
  maxAnonymousWaitMs: number
  /** How large a result may be, in characters of JSON. */
  maxResultChars: number
}

const SLOW_MS = 250
/** Connections are limited too: anonymous queries that wait must not take them all. */
const MAX_ANONYMOUS_WAITING = 250

/**
 * The threads that evaluate for one dataset, apart for each purpose, so that nobody is held up by what somebody else asks:
 * queries of those who have signed in, anonymous queries, mutations by query, webhooks, and the listeners of either kind.
 * A pool has no thread before its first task.
 */
export class EnginePools {
  readonly #signedIn: ThreadPool
  readonly #anonymous: ThreadPool
  readonly #excluded: ThreadPool
  readonly #signedInListeners: ThreadPool
  readonly #anonymousListeners: ThreadPool
  readonly selections: ThreadPool
  readonly webhooks: ThreadPool
  readonly #unsubscribe: () => void

  constructor(dataset: Dataset, {workers, maxWaiting, maxAnonymousWaitMs, maxResultChars}: PoolLimits) {
    const worker = {projectId: dataset.projectId, dataset: dataset.name, maxResultChars}
    const shared = {worker, maxWaiting, slowMs: SLOW_MS}
    const documents = () => dataset.documents()
    // For listeners' queries, which are tried on the documents that they are given, and for those who may see none.
    const noDocuments = () => new Map<string, LakeDocument>()
    const single = {...shared, size: 1, spare: 2}

    this.#signedIn = new ThreadPool({...shared, size: workers, spare: workers * 2}, documents)
    const anonymous = {
      ...shared,
      size: 1,
      spare: 1,
      maxWaiting: Math.min(maxWaiting, MAX_ANONYMOUS_WAITING),
      maxWaitMs: maxAnonymousWaitMs,
    }
    this.#anonymous = new ThreadPool(anonymous, documents)
    this.#excluded = new ThreadPool(anonymous, noDocuments)
    this.selections = new ThreadPool(single, documents)
    this.webhooks = new ThreadPool(single, documents)
    this.#signedInListeners = new ThreadPool(single, noDocuments)
    this.#anonymousListeners = new ThreadPool({...single, spare: 0}, noDocuments)

    const followers = [this.#signedIn, this.#anonymous, this.selections, this.webhooks]
    this.#unsubscribe = dataset.subscribe((transaction: Transaction) => {
      const changesJson = encodeChanges(transaction.changes.map(({id, after}) => [id, after]))
      for (const pool of followers) pool.apply(changesJson)
    })
  }

  /** The pool for the queries of a caller. In a private dataset, anonymous ones see no document at all. */
  queriesOf(identity: Identity, isPrivate: boolean): ThreadPool {
    if (identity) return this.#signedIn
    return isPrivate ? this.#excluded : this.#anonymous
  }

  /** The pool for the listeners of a caller. */
  listenersOf(identity: Identity): ThreadPool {
    return identity ? this.#signedInListeners : this.#anonymousListeners
  }

  async close(): Promise<void> {
    this.#unsubscribe()
    const queries = [this.#signedIn, this.#anonymous, this.#excluded, this.selections]
    const followers = [this.webhooks, this.#signedInListeners, this.#anonymousListeners]
    await Promise.all([...queries, ...followers].map((pool) => pool.close()))
  }
}
