import {randomUUID} from 'node:crypto'
import {mayRead} from '../access/people.ts'
import type {Change, Dataset, Feature, Identity, LakeContext, LakeRequest, Transaction} from '../contracts.ts'
import {isPublishedId} from '../documents.ts'
import {httpError} from '../errors.ts'
import {type EventStream, EventStreams, type EventStreamsOptions} from '../http/event-stream.ts'
import {syncTagsOfDocuments} from '../query/sync-tags.ts'

/**
 * `GET /data/live/events/:dataset`: a stream of the sync tags of what has changed. Answers with one of the tags are stale.
 * Tags of drafts are for signed-in callers only.
 *
 * @see https://www.sanity.io/docs/content-lake/live-content-api
 */
export function createLiveFeature(context: LakeContext, options: EventStreamsOptions = {}): Feature {
  const streams = new EventStreams(options)
  const datasets = new Map<Dataset, LiveDataset>()

  function liveDataset(dataset: Dataset): LiveDataset {
    const known = datasets.get(dataset)
    if (known) return known
    const live = new LiveDataset(dataset)
    datasets.set(dataset, live)
    dataset.gone.addEventListener('abort', () => {
      datasets.delete(dataset)
      live.end()
    })
    return live
  }

  function handle(request: LakeRequest): undefined {
    const dataset = context.dataset(request.params.dataset ?? '')
    const scope = scopeOf(request.identity, request.search.get('includeDrafts') === 'true')
    const lastEventId = request.incoming.headers['last-event-id']
    const known = typeof lastEventId === 'string' ? lastEventId : undefined
    liveDataset(dataset).add(streams.open(request), scope, known)
  }

  return {
    routes: [{method: 'GET', pattern: '/data/live/events/:dataset', access: 'anyone', handle}],
    async close() {
      for (const live of datasets.values()) live.close()
      streams.close()
    },
  }
}

/** @throws ApiError 401 when an anonymous caller asks for drafts. */
function scopeOf(identity: Identity, includeDrafts: boolean): LiveScope {
  if (includeDrafts && !identity) throw httpError(401, 'A token is required to include drafts')
  if (!identity) return 'public'
  return includeDrafts ? 'drafts' : 'published'
}

/** Which changes a subscriber is sent: all, those of published documents, or those of public ones. */
type LiveScope = 'drafts' | 'published' | 'public'

/** The subscribers of one dataset's live events. */
class LiveDataset {
  readonly #dataset: Dataset
  readonly #streams = new Map<EventStream, LiveScope>()
  readonly #unsubscribe: () => void
  /** Part of every event id, so that the ids of another run of the lake are recognised as such. */
  readonly #run = randomUUID()
  #count = 0

  constructor(dataset: Dataset) {
    this.#dataset = dataset
    this.#unsubscribe = dataset.subscribe((transaction) => this.#send(transaction))
  }

  /**
   * Adds a subscriber until its stream closes. It gets `welcome` when it is new or has missed no event since the id that it
   * names, and otherwise `restart`, upon which it reads everything again.
   */
  add(stream: EventStream, scope: LiveScope, lastEventId: string | undefined): void {
    this.#streams.set(stream, scope)
    stream.onClose(() => this.#streams.delete(stream))
    const hasMissed = lastEventId !== undefined && lastEventId !== this.#position
    stream.send({event: hasMissed ? 'restart' : 'welcome', id: this.#position, data: {}})
  }

  /** Ends the streams too: a client that connects again gets 404. */
  end(): void {
    this.close()
    for (const stream of this.#streams.keys()) stream.cutOff()
  }

  close(): void {
    this.#unsubscribe()
  }

  get #position(): string {
    return `${this.#run}-${this.#count}`
  }

  #send(transaction: Transaction): void {
    this.#count++
    for (const scope of ['drafts', 'published', 'public'] as const) {
      const changes = transaction.changes.filter(({id}) => this.#isInScope(id, scope))
      if (changes.length === 0) continue
      const tags = syncTagsOfDocuments(changes.flatMap(versionsOf))
      for (const [stream, streamScope] of this.#streams) {
        if (streamScope === scope) stream.send({event: 'message', id: this.#position, data: {tags}})
      }
    }
  }

  #isInScope(id: string, scope: LiveScope): boolean {
    if (scope === 'drafts') return true
    return scope === 'published' ? isPublishedId(id) : mayRead(this.#dataset, id, null)
  }
}

function versionsOf({before, after}: Change) {
  return [before, after].filter((document) => document !== null)
}
