import type {Dataset, QueryEngine} from '../contracts.ts'
import type {Identity, Transaction} from '../types.ts'
import {type Answer, type AnswerTo, encodeChanges, type Task} from './pool/protocol.ts'
import {TaskFailure, ThreadPool} from './pool/thread-pool.ts'
import {queryError, queryParseError} from './query-errors.ts'

export type EngineOptions = {
  /** Threads for queries. One more evaluates what follows from changes: listeners, webhooks, mutations by query. */
  workers?: number
  /** How long a query may take, in milliseconds. */
  limitMs?: number
  /** How many queries may wait for a thread. */
  maxWaiting?: number
  /** How large a result may be, in characters of JSON. */
  maxResultChars?: number
}

const SLOW_MS = 250
/** A listener's query is tried on one document, so it is either quick or hostile. Milliseconds. */
const MATCH_LIMIT_MS = 2_000

/**
 * Evaluates GROQ on worker threads that follow the dataset's commits. Threads start with the first query.
 *
 * Changes have a thread of their own, so that slow queries cannot hold up listeners and webhooks.
 */
export function createQueryEngine(dataset: Dataset, options: EngineOptions = {}): QueryEngine {
  const {workers = 2, limitMs = 10_000, maxWaiting = 1_000, maxResultChars = 64 * 1024 * 1024} = options
  const worker = {projectId: dataset.projectId, dataset: dataset.name, maxResultChars}
  const shared = {worker, maxWaiting, slowMs: SLOW_MS}
  const queries = new ThreadPool({...shared, size: workers}, () => dataset.documents())
  const changes = new ThreadPool({...shared, size: 1}, () => dataset.documents())

  const unsubscribe = dataset.subscribe((transaction: Transaction) => {
    const changesJson = encodeChanges(transaction.changes.map(({id, after}) => [id, after]))
    queries.apply(changesJson)
    changes.apply(changesJson)
  })

  return {
    async run({query, params, perspective, identity, sourceMap = false}) {
      const reader = {anonymous: identity === null, identity: identityName(identity)}
      const task = {kind: 'query' as const, query, params, perspective, sourceMap, ...reader}
      const {resultJson, ...rest} = await runTask(queries, task, limitMs)
      const result: unknown = JSON.parse(resultJson)
      const {resultSourceMap, syncTags, ms} = rest
      return {result, syncTags, ms, ...(resultSourceMap && {resultSourceMap})}
    },
    async select(query, params) {
      const answer = await runTask(changes, {kind: 'select' as const, query, params}, limitMs)
      return answer.ids
    },
    async matches(query, params, documents, identity) {
      const reader = {anonymous: identity === null, identity: identityName(identity)}
      const task = {kind: 'matches' as const, query, params, documents, ...reader}
      const answer = await runTask(changes, task, Math.min(limitMs, MATCH_LIMIT_MS))
      return answer.selected
    },
    async onChange({filter, projection, before, after}) {
      const answer = await runTask(
        changes,
        {kind: 'change' as const, filter, projection, before, after},
        limitMs,
      )
      const projected: unknown = JSON.parse(answer.projectedJson)
      return {selected: answer.selected, projected}
    },
    async close() {
      unsubscribe()
      await Promise.all([queries.close(), changes.close()])
    },
  }
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
