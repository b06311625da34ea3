import {
  type IncomingMessage,
  type OutgoingHttpHeader,
  type OutgoingHttpHeaders,
  ServerResponse,
} from 'node:http'

/** An answer as Next made it, of which the reader has got nothing yet. */
export type CaughtAnswer = {status: number; headers: OutgoingHttpHeaders; body: Buffer}

/** Methods that Next's compression puts its own in the place of, for an answer that somebody else reads now. */
const TAKEN_OVER = ['writeHead', 'write', 'end', 'flush', 'on'] as const

type Headers = OutgoingHttpHeaders | OutgoingHttpHeader[]
type Written = (error: Error | null | undefined) => void

/**
 * A response that can be caught: whoever writes to it finds it like any other, and what is written ends up with the
 * one who asked for it. Adds its security headers to whatever it sends.
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

  /** Gives up catching, for who has to answer in the place of whoever failed. */
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
