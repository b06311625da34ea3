import type {LakeRequest} from '../contracts.ts'
import {httpError} from '../errors.ts'
import {EventStream, type EventStreamOptions} from './event-stream.ts'

export type EventStreamsOptions = Partial<EventStreamOptions> & {
  /** How many streams may be open at the same time. */
  maxStreams?: number
}

/** The open streams of a feature: bounded in number, and ended together. */
export class EventStreams {
  readonly #open = new Set<EventStream>()
  readonly #maxStreams: number
  readonly #options: EventStreamOptions

  constructor({
    maxStreams = 500,
    maxBufferedBytes = 8 * 1024 * 1024,
    keepAliveMs = 15_000,
  }: EventStreamsOptions = {}) {
    this.#maxStreams = maxStreams
    this.#options = {maxBufferedBytes, keepAliveMs}
  }

  /** Answers a request with a stream. @throws ApiError 429 when too many are open, 405 for HEAD, which cannot have one. */
  open(request: LakeRequest): EventStream {
    if (request.method === 'HEAD') throw httpError(405, 'A stream has no HEAD')
    if (this.#open.size >= this.#maxStreams) throw httpError(429, 'Too many streams are open')
    const stream = new EventStream(request.outgoing, this.#options)
    this.#open.add(stream)
    stream.onClose(() => this.#open.delete(stream))
    return stream
  }

  close(): void {
    for (const stream of this.#open) stream.end()
  }
}
