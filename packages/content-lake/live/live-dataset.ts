import {randomUUID} from 'node:crypto'
import {mayRead} from '../access/may-read.ts'
import type {Change, Dataset, Transaction} from '../contracts.ts'
import {isPublishedId} from '../documents.ts'
import {syncTagsOfDocuments} from '../query/sync-tags.ts'
import type {EventStream} from '../sse/event-stream.ts'

/** Which changes a subscriber hears of: all, those of published documents, or those of public ones. */
export type LiveScope = 'drafts' | 'published' | 'public'

/** The subscribers of one dataset's live events. */
export class LiveDataset {
  readonly #dataset: Dataset
  readonly #streams = new Map<EventStream, LiveScope>()
  readonly #unsubscribe: () => void
  /** Positions of another run of the lake are unknown to this one. */
  readonly #run = randomUUID()
  #count = 0

  constructor(dataset: Dataset) {
    this.#dataset = dataset
    this.#unsubscribe = dataset.subscribe((transaction) => this.#tell(transaction))
  }

  /**
   * Adds a subscriber until its stream closes. One that comes back to where it was, or that is new, is welcomed; any other
   * has missed events, and is told to read everything afresh.
   */
  add(stream: EventStream, scope: LiveScope, lastEventId: string | undefined): void {
    this.#streams.set(stream, scope)
    stream.onClose(() => this.#streams.delete(stream))
    const hasMissed = lastEventId !== undefined && lastEventId !== this.#position
    stream.send({event: hasMissed ? 'restart' : 'welcome', id: this.#position, data: {}})
  }

  /** Ends the streams too: whoever comes back learns that the dataset is gone. */
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

  #tell(transaction: Transaction): void {
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
