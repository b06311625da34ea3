import type {ServerResponse} from 'node:http'
import type {Readable} from 'node:stream'
import {pipeline} from 'node:stream/promises'
import type {LakeRequest} from '../contracts.ts'
import {httpError} from '../errors.ts'

export type EventStreamsOptions = Partial<EventStreamOptions> & {
  /** How many streams may be open at the same time. */
  maxStreams?: number
}

/** The open streams of one endpoint: bounded in number, and ended together. */
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

  /** Answers a request with a stream. @throws ApiError 429 when too many are open, 405 for HEAD. */
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

/** A server-sent event; `data` is sent as JSON. */
type StreamEvent = {event: string; id?: string; data: unknown}

type EventStreamOptions = {
  /** How many bytes may wait for a slow client before its stream is cut off. */
  maxBufferedBytes: number
  /** Time between keep-alives, which also show when a client is gone. */
  keepAliveMs: number
}

/**
 * An answer that stays open and carries server-sent events.
 *
 * @see https://html.spec.whatwg.org/multipage/server-sent-events.html
 */
export class EventStream {
  readonly #response: ServerResponse
  readonly #options: EventStreamOptions
  readonly #keepAlive: NodeJS.Timeout

  constructor(response: ServerResponse, options: EventStreamOptions) {
    this.#response = response
    this.#options = options
    response.writeHead(200, {
      'content-type': 'text/event-stream; charset=utf-8',
      'cache-control': 'no-cache, no-transform',
      'x-accel-buffering': 'no',
    })
    this.#write(':\n\n')
    this.#keepAlive = setInterval(() => this.#write(':\n\n'), options.keepAliveMs)
    response.on('error', () => this.cutOff())
    response.on('close', () => clearInterval(this.#keepAlive))
  }

  get isClosed(): boolean {
    return this.#response.destroyed || this.#response.writableEnded
  }

  /** Calls back when the stream has ended, by either side. */
  onClose(listener: () => void): void {
    this.#response.on('close', listener)
  }

  send({event, id, data}: StreamEvent): void {
    const idLine = id === undefined ? '' : `id: ${id}\n`
    this.#write(`event: ${event}\n${idLine}data: ${JSON.stringify(data)}\n\n`)
  }

  /** Ends the stream after what has been sent. */
  end(): void {
    this.#response.end()
  }

  /** Ends the stream at once; the client connects again and learns that it has missed something. */
  cutOff(): void {
    this.#response.destroy()
  }

  #write(text: string): void {
    if (this.isClosed) return
    this.#response.write(text)
    // The events for a client that does not read would pile up in memory.
    if (this.#response.writableLength > this.#options.maxBufferedBytes) this.cutOff()
  }
}

/** Sends a stream as the body of an answer. It is no error when the client leaves before the end. */
export async function streamTo(outgoing: ServerResponse, source: Readable): Promise<void> {
  try {
    await pipeline(source, outgoing)
  } catch (error) {
    const hasClientLeft =
      error instanceof Error && 'code' in error && error.code === 'ERR_STREAM_PREMATURE_CLOSE'
    if (!hasClientLeft) throw error
  }
}
