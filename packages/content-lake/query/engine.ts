import type {Dataset, Identity, LakeDocument, QueryEngine} from '../contracts.ts'
import {queryError, queryParseError} from '../errors.ts'
import {EnginePools} from './pool/engine-pools.ts'
import type {Answer, AnswerTo, Task} from './pool/protocol.ts'
import {TaskFailure, type ThreadPool} from './pool/thread-pool.ts'

export type EngineOptions = {
  /** Threads for the queries of those who have signed in; everything else has threads of its own. */
  workers?: number
  /** How long a query may take, in milliseconds. */
  limitMs?: number
  /** How long the query of somebody who has not signed in may take, in milliseconds; never longer than `limitMs`. */
  anonymousLimitMs?: number
  /** How long such a query may wait for a thread, in milliseconds. */
  maxAnonymousWaitMs?: number
  /** How many queries may wait for a thread. */
  maxWaiting?: number
  /** How large a result may be, in characters of JSON. */
  maxResultChars?: number
}

/** A listener's query is tried on one document, so it is either quick or hostile. Milliseconds. */
const MATCH_LIMIT_MS = 2_000
/** The same for somebody who has not signed in, for each document. */
const ANONYMOUS_MATCH_LIMIT_MS = 100

/**
 * Evaluates GROQ on worker threads that follow the dataset's commits. Threads start with the first query.
 *
 * Whoever has not signed in gets less time and threads apart, so that strangers hold up nobody but each other.
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
