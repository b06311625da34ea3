import {
  IncomingMessage,
  type OutgoingHttpHeader,
  type OutgoingHttpHeaders,
  type RequestListener,
  ServerResponse,
} from 'node:http'
import {Socket} from 'node:net'

/** An answer as Next made it, of which the reader has got nothing yet. */
export type CaughtAnswer = {status: number; headers: OutgoingHttpHeaders; body: Buffer}

/** Methods that Next's compression replaces with its own, which an answer that was caught must not go through. */
const TAKEN_OVER = ['writeHead', 'write', 'end', 'flush', 'on'] as const

/** Without a name Next would stream a page's metadata, which needs scripts. */
const USER_AGENT = 'document-server'

type Headers = OutgoingHttpHeaders | OutgoingHttpHeader[]
type Written = (error: Error | null | undefined) => void

/**
 * A response that can be caught: code that writes to it finds it like any other, and what is written is handed to the
 * caller of {@link catch}. Adds its security headers to everything that it sends.
 */
export class SiteResponse<Request extends IncomingMessage = IncomingMessage> extends ServerResponse<Request> {
  /** Sets the security headers, last of all. */
  secure: ((response: ServerResponse) => void) | undefined
  /** Whether this is the last answer on its connection, asked when its head is written. */
  isLast: (() => boolean) | undefined
  /** Bytes of the body that were sent so far. */
  sentBytes = 0
  /** Whether headers were set one by one, after which Node takes a list of them in another form. */
  #hasOwnHeaders = false
  #caught: ((answer: CaughtAnswer) => void) | undefined
  #chunks: Buffer[] = []

  /** Catches the whole answer. Afterwards nothing is sent and no header is set: the response is as good as new. */
  catch(): Promise<CaughtAnswer> {
    return new Promise((resolve) => {
      this.#caught = resolve
    })
  }

  /** Gives up catching, so that an error can be answered in place of what failed. */
  letGo(): void {
    if (this.#caught) this.#reset()
  }

  /** Sends an answer that is complete, security headers included. `headers` are names and values in turn. */
  sendWhole(status: number, headers: string[], body?: Buffer): void {
    this.secure = undefined
    this.writeHead(status, headers)
    this.end(body)
  }

  override writeHead(status: number, message?: string, headers?: Headers): this
  override writeHead(status: number, headers?: Headers): this
  override writeHead(status: number, second?: string | Headers, third?: Headers): this {
    const headers = typeof second === 'string' ? third : second
    if (!this.#caught && this.isLast?.()) this.shouldKeepAlive = false
    if (!this.#caught && !this.secure && !this.#hasOwnHeaders) return super.writeHead(status, headers)
    setAll(this, headers)
    this.statusCode = status
    if (this.#caught) return this
    this.secure?.(this)
    this.secure = undefined
    return super.writeHead(status)
  }

  override flushHeaders(): void {
    if (!this.#caught) super.flushHeaders()
  }

  override write(chunk: unknown, callback?: Written): boolean
  override write(chunk: unknown, encoding: BufferEncoding, callback?: Written): boolean
  override write(chunk: unknown, second?: BufferEncoding | Written, third?: Written): boolean {
    const encoding = typeof second === 'string' ? second : 'utf8'
    const callback = typeof second === 'function' ? second : third
    if (!this.#caught) {
      this.sentBytes += bytesOf(chunk, encoding)
      return super.write(chunk, encoding, callback)
    }
    this.#keep(chunk, encoding)
    if (callback) process.nextTick(callback, null)
    return true
  }

  override end(callback?: () => void): this
  override end(chunk: unknown, callback?: () => void): this
  override end(chunk: unknown, encoding: BufferEncoding, callback?: () => void): this
  override end(first?: unknown, second?: BufferEncoding | (() => void), third?: () => void): this {
    const chunk = typeof first === 'function' ? undefined : first
    const encoding = typeof second === 'string' ? second : 'utf8'
    if (typeof first === 'function') this.once('finish', () => first())
    if (typeof second === 'function') this.once('finish', second)
    if (third) this.once('finish', third)
    if (!this.#caught) {
      this.sentBytes += bytesOf(chunk, encoding)
      return super.end(chunk, encoding)
    }
    this.#keep(chunk, encoding)
    this.#handOver(this.#caught)
    return this
  }

  #keep(chunk: unknown, encoding: BufferEncoding): void {
    if (typeof chunk === 'string') this.#chunks.push(Buffer.from(chunk, encoding))
    else if (chunk instanceof Uint8Array) this.#chunks.push(Buffer.from(chunk))
  }

  #handOver(take: (answer: CaughtAnswer) => void): void {
    const answer = {
      status: this.statusCode,
      headers: {...this.getHeaders()},
      body: Buffer.concat(this.#chunks),
    }
    this.#reset()
    take(answer)
  }

  #reset(): void {
    this.#caught = undefined
    this.#hasOwnHeaders = true
    this.#chunks = []
    for (const name of this.getHeaderNames()) this.removeHeader(name)
    for (const name of TAKEN_OVER) Reflect.deleteProperty(this, name)
  }
}

function setAll(response: ServerResponse, headers: Headers | undefined): void {
  if (!Array.isArray(headers)) {
    for (const [name, value] of Object.entries(headers ?? {}))
      if (value !== undefined) response.setHeader(name, value)
    return
  }
  for (let index = 0; index + 1 < headers.length; index += 2) {
    const value = headers[index + 1]
    if (value !== undefined) response.setHeader(String(headers[index]), value)
  }
}

function bytesOf(chunk: unknown, encoding: BufferEncoding): number {
  if (typeof chunk === 'string') return Buffer.byteLength(chunk, encoding)
  return chunk instanceof Uint8Array ? chunk.byteLength : 0
}

/**
 * Asks Next for a page on a request of the server's own: no reader who leaves ends it, and it has no reader's headers.
 *
 * @param host the site's own, as pages may name it
 */
export async function askForPage(
  next: (...request: Parameters<RequestListener>) => Promise<void>,
  path: string,
  host: string,
): Promise<CaughtAnswer> {
  const socket = new SocketToNowhere()
  const request = new IncomingMessage(socket)
  request.method = 'GET'
  request.url = path
  request.headers = {host, accept: 'text/html', 'user-agent': USER_AGENT}
  request.complete = true
  request.push(null)

  const response = new SiteResponse(request)
  response.assignSocket(socket)
  const answer = response.catch()
  const handled = next(request, response)
  try {
    return await Promise.race([answer, handled.then(() => answer)])
  } finally {
    // Next waits until its answer is sent, wherever to.
    response.once('finish', () => {
      response.detachSocket(socket)
      response.emit('close')
      socket.destroy()
    })
    if (!response.writableEnded) response.end()
  }
}

/** Takes everything and sends it nowhere. */
class SocketToNowhere extends Socket {
  override _write(_chunk: unknown, _encoding: string, done: () => void): void {
    done()
  }

  override _writev(_chunks: unknown, done: () => void): void {
    done()
  }

  override _read(): void {}
}

let waiting: (() => void)[] = []

/**
 * Sends an answer once everything that has arrived by now was read. Answers that leave right after one another wake their
 * readers once, which on a busy server is half of all work; on a quiet one this takes no time.
 */
export function atEndOfTurn(send: () => void): void {
  if (waiting.push(send) === 1) setImmediate(sendAll)
}

function sendAll(): void {
  const due = waiting
  waiting = []
  for (const send of due)
    try {
      send()
    } catch (error) {
      // What one answer breaks on is reported as ever, and the others leave all the same.
      queueMicrotask(() => {
        throw error
      })
    }
}
