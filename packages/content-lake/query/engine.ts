import type {Dataset, Identity, LakeDocument, QueryEngine, Transaction} from '../contracts.ts'
import {queryError, queryParseError} from '../errors.ts'
import {type Answer, type AnswerTo, encodeChanges, type Task} from './protocol.ts'
import {TaskFailure, ThreadPool} from './thread-pool.ts'

export type EngineOptions = {
  /** Threads for the queries of signed-in callers; every other purpose has threads of its own. */
  workers?: number
  /** How long a query may take. */
  limitMs?: number
  /** How long the query of an anonymous caller may take; never longer than `limitMs`. */
  anonymousLimitMs?: number
  /** How long the query of an anonymous caller may wait for a thread. */
  maxAnonymousWaitMs?: number
  /** How many queries may wait for a thread. */
  maxWaiting?: number
  /** How large a result may be, in characters of JSON. */
  maxResultChars?: number
}

/** A listener's query is evaluated on one document: one that takes longer is endless, or meant to do harm. */
const MATCH_LIMIT_MS = 2_000
/** The same for an anonymous listener, for each document. */
const ANONYMOUS_MATCH_LIMIT_MS = 100

/**
 * Evaluates GROQ on worker threads that follow the dataset's commits. Threads start with the first query.
 *
 * Anonymous callers have less time and threads of their own, so that they can only delay each other.
 */
export function createQueryEngine(dataset: Dataset, options: EngineOptions = {}): QueryEngine {
  const {workers = 2, limitMs = 10_000, maxWaiting = 1_000, maxResultChars = 64 * 1024 * 1024} = options
  const {anonymousLimitMs = 2_000, maxAnonymousWaitMs = 3_000} = options
  const pools = new EnginePools(dataset, {workers, maxWaiting, maxAnonymousWaitMs, maxResultChars})

  return {
    async run({query, params, perspective, identity, sourceMap = false}) {
      const reader = {anonymous: identity === null, identity: identityName(identity)}
      const task = {kind: 'query' as const, query, params, perspective, sourceMap, ...reader}
      const limit = identity ? limitMs : Math.min(limitMs, anonymousLimitMs)
      const {resultJson, ...rest} = await runTask(pools.queriesOf(identity, dataset.isPrivate), task, limit)
      const result: unknown = JSON.parse(resultJson)
      const {resultSourceMap, syncTags, ms} = rest
      return {result, syncTags, ms, ...(resultSourceMap && {resultSourceMap})}
    },
    async select(query, params) {
      const answer = await runTask(pools.selections, {kind: 'select' as const, query, params}, limitMs)
      return answer.ids
    },
    async matches(query, params, documents, identity) {
      const reader = {anonymous: identity === null, identity: identityName(identity)}
      const visible = identity || !dataset.isPrivate ? documents : documents.map(() => null)
      const task = {kind: 'matches' as const, query, params, documents: visible, ...reader}
      const limit = Math.min(limitMs, matchLimit(visible, identity))
      const answer = await runTask(pools.listenersOf(identity), task, limit)
      return answer.selected
    },
    async onChange({filter, projection, before, after}) {
      const task = {kind: 'change' as const, filter, projection, before, after}
      const answer = await runTask(pools.webhooks, task, limitMs)
      const projected: unknown = JSON.parse(answer.projectedJson)
      return {selected: answer.selected, projected}
    },
    close: () => pools.close(),
  }
}

function matchLimit(documents: (LakeDocument | null)[], identity: Identity): number {
  if (identity) return MATCH_LIMIT_MS
  const count = documents.filter((document) => document !== null).length
  return Math.min(MATCH_LIMIT_MS, ANONYMOUS_MATCH_LIMIT_MS * Math.max(1, count))
}

async function runTask<T extends Task>(pool: ThreadPool, task: T, limitMs: number): Promise<AnswerTo<T>> {
  try {
    const answer = await pool.run(task, limitMs)
    if (isAnswerTo(task, answer)) return answer
    throw new Error(`A query thread answered ${answer.kind} to ${task.kind}`)
  } catch (error) {
    throw error instanceof TaskFailure ? refusal(task, error) : error
  }
}

function isAnswerTo<T extends Task>(task: T, answer: Answer): answer is AnswerTo<T> {
  return answer.kind === task.kind
}

function refusal(task: Task, {failure}: TaskFailure): Error {
  if (failure.type !== 'parse') return queryError(failure.message)
  const query = task.kind === 'change' ? (task.filter ?? task.projection ?? '') : task.query
  return queryParseError(query, failure.message, failure.start, failure.end)
}

/** What `identity()` answers for a caller, as the hosted API has it. */
function identityName(identity: Identity): string {
  return identity?.id ?? '<anonymous>'
}

type PoolLimits = Required<
  Pick<EngineOptions, 'workers' | 'maxWaiting' | 'maxAnonymousWaitMs' | 'maxResultChars'>
>

/** A query that takes longer no longer counts against the threads of its pool. */
const SLOW_MS = 250
/** Fewer than the server takes connections, so that anonymous queries that wait leave some for other callers. */
const MAX_ANONYMOUS_WAITING = 250

/**
 * The threads that evaluate for one dataset, in a pool for each purpose, so that slow tasks of one purpose do not delay
 * the others: queries of signed-in callers, anonymous queries, mutations by query, webhooks, and listeners of either kind. A pool
 * starts its threads with its first task.
 */
class EnginePools {
  readonly #signedIn: ThreadPool
  readonly #anonymous: ThreadPool
  /** For anonymous queries of a private dataset: its threads have no documents. */
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
    // Listeners' queries are evaluated on the documents that come with the task; other callers may see none.
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
