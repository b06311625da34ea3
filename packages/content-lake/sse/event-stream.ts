import type {ServerResponse} from 'node:http'

/** A server-sent event; `data` is sent as JSON. */
export type StreamEvent = {event: string; id?: string; data: unknown}

export type EventStreamOptions = {
  /** How much may wait for a reader, in bytes, before the reader is cut off. */
  maxBufferedBytes: number
  /** Time between keep-alives, in milliseconds; they also reveal readers that have gone. */
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

  /** Calls back when the stream has ended, whoever ended it. */
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
    // A reader that does not read would have the lake hold its events for ever.
    if (this.#response.writableLength > this.#options.maxBufferedBytes) this.cutOff()
  }
}
