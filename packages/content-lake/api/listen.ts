import {randomUUID} from 'node:crypto'
import type {
  Change,
  Dataset,
  Feature,
  Identity,
  LakeContext,
  LakeDocument,
  LakeRequest,
  QueryEngine,
  Transaction,
} from '../contracts.ts'
import {isPublishedId} from '../documents.ts'
import {ApiError, listenerTooSlow} from '../errors.ts'
import {type EventStream, EventStreams, type EventStreamsOptions} from '../http/event-stream.ts'
import {isApiVersionSince, readSearch} from './query.ts'

/**
 * `GET /data/listen/:dataset`: a stream of the mutations of documents that a query selects. It begins with `welcome`, upon
 * which clients read the documents again. A client that wants to resume an earlier stream gets `reset`, which asks for the
 * same: events that it missed are not kept.
 */
export function createListenFeature(context: LakeContext, options: EventStreamsOptions = {}): Feature {
  const streams = new EventStreams(options)
  const datasets = new Map<Dataset, DatasetListeners>()

  function listenersOf(dataset: Dataset): DatasetListeners {
    const known = datasets.get(dataset)
    if (known) return known
    const listeners = new DatasetListeners(dataset, context.engine(dataset))
    datasets.set(dataset, listeners)
    dataset.gone.addEventListener('abort', () => {
      datasets.delete(dataset)
      listeners.end()
    })
    return listeners
  }

  async function handle(request: LakeRequest): Promise<undefined> {
    const dataset = context.dataset(request.params.dataset ?? '')
    const listenOptions = readListenOptions(request)
    const {query, params} = listenOptions
    // Evaluated on no document, to refuse bad GROQ before anything is sent.
    try {
      await context.engine(dataset).matches(query, params, [], request.identity)
    } catch (error) {
      if (!(error instanceof ApiError && error.status === 400)) throw error
      // An EventSource hides the body of any status but 200 from the client.
      fail([{stream: streams.open(request), options: listenOptions}], error)
      return
    }
    const stream = streams.open(request)
    listenersOf(dataset).add({stream, options: listenOptions}, request.identity)
    const isReturning = request.incoming.headers['last-event-id'] !== undefined
    const isReset = isReturning && listenOptions.enableResume
    stream.send({event: isReset ? 'reset' : 'welcome', data: {listenerName: randomUUID()}})
  }

  return {
    routes: [{method: 'GET', pattern: '/data/listen/:dataset', access: 'anyone', handle}],
    async close() {
      for (const listeners of datasets.values()) listeners.close()
      streams.close()
    },
  }
}

/** From this version on, listeners get events of published documents only, unless they ask for all versions. */
const PUBLISHED_ONLY_SINCE = '2025-02-19'

/** Which events a listener wants, and what they contain. */
type ListenOptions = {
  query: string
  params: Record<string, unknown>
  includeResult: boolean
  includePreviousRevision: boolean
  includeMutations: boolean
  includeAllVersions: boolean
  /** Effects as Mendoza patches. */
  includeEffects: boolean
  /** Whether the client asks to resume, and knows the event `reset`; others know `welcome` only. */
  enableResume: boolean
  visibility: 'transaction' | 'query'
}

/**
 * Reads the address of a listener.
 *
 * @throws ApiError 400
 * @see https://www.sanity.io/docs/http-reference/listen
 */
function readListenOptions({search, apiVersion}: LakeRequest): ListenOptions {
  const isOn = (name: string) => search.get(name) === 'true'
  return {
    ...readSearch(search),
    includeResult: isOn('includeResult'),
    includePreviousRevision: isOn('includePreviousRevision'),
    includeMutations: search.get('includeMutations') !== 'false',
    includeAllVersions: isOn('includeAllVersions') || !isApiVersionSince(apiVersion, PUBLISHED_ONLY_SINCE),
    includeEffects: search.get('effectFormat') === 'mendoza',
    enableResume: isOn('enableResume'),
    visibility: search.get('visibility') === 'query' ? 'query' : 'transaction',
  }
}

/** The listeners of one dataset. */
class DatasetListeners {
  readonly #engine: QueryEngine
  readonly #groups = new Map<string, ListenerGroup>()
  readonly #unsubscribe: () => void

  constructor(dataset: Dataset, engine: QueryEngine) {
    this.#engine = engine
    this.#unsubscribe = dataset.subscribe((transaction) => {
      for (const group of this.#groups.values()) group.enqueue(transaction)
    })
  }

  /** Adds a listener until its stream closes. It gets the events of every transaction that is committed from now on. */
  add(listener: Listener, identity: Identity): void {
    const {query, params} = listener.options
    const key = JSON.stringify([query, params, identity?.id ?? null])
    const group = this.#groups.get(key) ?? new ListenerGroup(this.#engine, identity)
    this.#groups.set(key, group)
    group.add(listener)
    listener.stream.onClose(() => {
      group.remove(listener)
      if (group.isEmpty && this.#groups.get(key) === group) this.#groups.delete(key)
    })
  }

  /** Ends the streams too: a client that connects again gets 404. */
  end(): void {
    this.close()
    for (const group of this.#groups.values()) group.cutOff()
  }

  close(): void {
    this.#unsubscribe()
  }
}

type Listener = {stream: EventStream; options: ListenOptions}

/** How many transactions may wait to be evaluated before the streams of a group are cut off. */
const MAX_WAITING_TRANSACTIONS = 1_000
/** A query that is cut off is tried again, since a busy machine may make any query slow. */
const MAX_ATTEMPTS = 3

/** Listeners of one user with the same query. It is evaluated once for all of them, for each transaction in order. */
class ListenerGroup {
  readonly #engine: QueryEngine
  readonly #identity: Identity
  readonly #listeners = new Set<Listener>()
  #waiting = 0
  #tail: Promise<void> = Promise.resolve()

  constructor(engine: QueryEngine, identity: Identity) {
    this.#engine = engine
    this.#identity = identity
  }

  get isEmpty(): boolean {
    return this.#listeners.size === 0
  }

  add(listener: Listener): void {
    this.#listeners.add(listener)
  }

  remove(listener: Listener): void {
    this.#listeners.delete(listener)
  }

  cutOff(): void {
    for (const {stream} of this.#listeners) stream.cutOff()
  }

  /** Sends a transaction to the present listeners, after all those before it. */
  enqueue(transaction: Transaction): void {
    const listeners = [...this.#listeners]
    if (++this.#waiting > MAX_WAITING_TRANSACTIONS) for (const {stream} of listeners) stream.cutOff()
    this.#tail = this.#tail
      .then(() => this.#deliver(transaction, listeners))
      .catch((error: unknown) => fail(listeners, error))
      .finally(() => this.#waiting--)
  }

  async #deliver(transaction: Transaction, listeners: Listener[]): Promise<void> {
    const open = listeners.filter(({stream}) => !stream.isClosed)
    const changes = transaction.changes.filter(({id}) => open.some((listener) => includes(listener, id)))
    const [first] = open
    if (!first || changes.length === 0) return
    const documents = changes.flatMap(({before, after}) => [before, after])
    const selected = await this.#evaluate(first.options, documents)
    const judged = changes.map((change, index) => ({
      change,
      selection: {before: selected[index * 2] === true, after: selected[index * 2 + 1] === true},
    }))
    for (const listener of open) send(listener, transaction, judged)
  }

  /** @throws ApiError 408 when the query takes too long again and again. */
  async #evaluate(
    {query, params}: Pick<ListenOptions, 'query' | 'params'>,
    documents: (LakeDocument | null)[],
    attempt = 1,
  ): Promise<boolean[]> {
    try {
      return await this.#engine.matches(query, params, documents, this.#identity)
    } catch (error) {
      if (!(error instanceof ApiError && error.status === 408)) throw error
      if (attempt === MAX_ATTEMPTS) throw listenerTooSlow(MAX_ATTEMPTS)
      return this.#evaluate({query, params}, documents, attempt + 1)
    }
  }
}

function includes({options}: Listener, documentId: string): boolean {
  return options.includeAllVersions || isPublishedId(documentId)
}

/** A change of a document, and whether the listener's query selects it. */
type JudgedChange = {change: Change; selection: Selection}

/**
 * Sends a listener what it selects of a transaction. The events are counted among those that it gets: the Studio waits for
 * as many as it is told of, and asks for the documents that it shows alone.
 */
function send(listener: Listener, transaction: Transaction, judged: readonly JudgedChange[]): void {
  const own = judged.filter(
    ({change, selection}) => includes(listener, change.id) && (selection.before || selection.after),
  )
  for (const [index, {change, selection}] of own.entries()) {
    const counted = {transactionTotalEvents: own.length, transactionCurrentEvent: index + 1}
    const data = {...mutationEvent(transaction, change, selection, listener.options), ...counted}
    listener.stream.send({event: 'mutation', id: `${transaction.id}#${change.id}`, data})
  }
}

/** Ends streams whose query fails, since a missing event would go unnoticed; clients end with the error's description. */
function fail(listeners: Listener[], error: unknown): void {
  const data = error instanceof ApiError ? error.body : {message: 'The listener failed'}
  for (const {stream} of listeners) {
    stream.send({event: 'channelError', data})
    stream.end()
  }
}

/** Whether the listener's query selected the document before the change, and whether it does after it. */
type Selection = {before: boolean; after: boolean}

/**
 * The event for one document's part of a transaction.
 *
 * @see https://www.sanity.io/docs/http-reference/listen
 */
function mutationEvent(
  transaction: Transaction,
  change: Change,
  selection: Selection,
  options: ListenOptions,
): Record<string, unknown> {
  return {
    eventId: `${transaction.id}#${change.id}`,
    documentId: change.id,
    transactionId: transaction.id,
    transition: transitionOf(selection),
    identity: transaction.author,
    previousRev: change.before?._rev,
    resultRev: transaction.id,
    timestamp: transaction.timestamp,
    visibility: options.visibility,
    ...(options.includeMutations && {mutations: change.mutations}),
    ...(options.includeResult && selection.after && {result: change.after}),
    ...(options.includePreviousRevision && {previous: change.before}),
    ...(options.includeEffects && {effects: change.effect}),
  }
}

function transitionOf({before, after}: Selection): 'appear' | 'disappear' | 'update' {
  if (before && after) return 'update'
  return after ? 'appear' : 'disappear'
}
