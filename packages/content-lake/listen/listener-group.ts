import type {Change, Identity, LakeDocument, QueryEngine, Transaction} from '../contracts.ts'
import {isPublishedId} from '../documents.ts'
import {ApiError, listenerTooSlow} from '../errors.ts'
import type {EventStream} from '../sse/event-stream.ts'
import type {ListenOptions} from './listen-options.ts'
import {mutationEvent} from './mutation-event.ts'

export type Listener = {stream: EventStream; options: ListenOptions}

/** How many transactions may wait to be judged before the group is cut off. */
const MAX_BACKLOG = 1_000
/** A busy machine may make a good query slow, once or twice. */
const MAX_ATTEMPTS = 3

/** Listeners with the same query of the same reader: each transaction is judged once for all of them, in order. */
export class ListenerGroup {
  readonly #engine: QueryEngine
  readonly #identity: Identity
  readonly #listeners = new Set<Listener>()
  #backlog = 0
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

  /** Tells the present listeners of a transaction, after all those before it. Whoever joins later is not told. */
  tell(transaction: Transaction): void {
    const audience = [...this.#listeners]
    if (++this.#backlog > MAX_BACKLOG) for (const {stream} of audience) stream.cutOff()
    this.#tail = this.#tail
      .then(() => this.#deliver(transaction, audience))
      .catch((error: unknown) => fail(audience, error))
      .finally(() => this.#backlog--)
  }

  async #deliver(transaction: Transaction, audience: Listener[]): Promise<void> {
    const open = audience.filter(({stream}) => !stream.isClosed)
    const changes = transaction.changes.filter(({id}) => open.some((listener) => hearsOf(listener, id)))
    const [first] = open
    if (!first || changes.length === 0) return
    const documents = changes.flatMap(({before, after}) => [before, after])
    const selected = await this.#judge(first.options, documents)
    for (const [index, change] of changes.entries()) {
      const selection = {before: selected[index * 2] === true, after: selected[index * 2 + 1] === true}
      for (const listener of open) send(listener, transaction, change, selection)
    }
  }

  /** @throws ApiError 408 when the query takes too long again and again. */
  async #judge(
    {query, params}: Pick<ListenOptions, 'query' | 'params'>,
    documents: (LakeDocument | null)[],
    attempt = 1,
  ): Promise<boolean[]> {
    try {
      return await this.#engine.matches(query, params, documents, this.#identity)
    } catch (error) {
      if (!(error instanceof ApiError && error.status === 408)) throw error
      if (attempt === MAX_ATTEMPTS) throw listenerTooSlow(MAX_ATTEMPTS)
      return this.#judge({query, params}, documents, attempt + 1)
    }
  }
}

function hearsOf({options}: Listener, documentId: string): boolean {
  return options.includeAllVersions || isPublishedId(documentId)
}

function send(
  listener: Listener,
  transaction: Transaction,
  change: Change,
  selection: {before: boolean; after: boolean},
): void {
  if (!hearsOf(listener, change.id)) return
  const data = mutationEvent(transaction, change, selection, listener.options)
  if (data) listener.stream.send({event: 'mutation', id: `${transaction.id}#${change.id}`, data})
}

/** A query that cannot be judged would leave a gap that nobody sees; clients give up on a `channelError`. */
function fail(audience: Listener[], error: unknown): void {
  const data = error instanceof ApiError ? error.body : {message: 'The listener failed'}
  for (const {stream} of audience) {
    stream.send({event: 'channelError', data})
    stream.end()
  }
}
