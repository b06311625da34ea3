import {randomUUID} from 'node:crypto'
import {request as requestHttp} from 'node:http'
import {request as requestHttps} from 'node:https'
import {setTimeout as wait} from 'node:timers/promises'
import {encodeSignatureHeader, SIGNATURE_HEADER_NAME} from '@sanity/webhook'
import {Semaphore} from '../concurrency.ts'
import type {DeliveryLog} from './delivery-log.ts'
import type {Hook} from './hooks.ts'
import type {Attempt, Message} from './messages.ts'

type Hooks = {find(id: string): Hook | undefined}

/** How long a receiver may take to answer, as with the hosted service. */
const TIMEOUT_MS = 30_000
/** Requests to one hook at the same time. */
const MAX_CONCURRENT_REQUESTS = 4
const FIRST_RETRY_DELAY_MS = 1_000
const MAX_RETRY_DELAY_MS = 5 * 60_000
/** A message that is older is not tried again. */
const MAX_MESSAGE_AGE_MS = 30 * 60_000

/**
 * Delivers messages until each has arrived or has failed for good. Messages of one hook about one document keep their order:
 * the next one waits for the end of the one before it, retries included.
 */
export class Deliverer {
  readonly #log: DeliveryLog
  readonly #hooks: Hooks
  readonly #closing = new AbortController()
  /** The messages of one hook and document, the first of which is being delivered. */
  readonly #queues = new Map<string, Message[]>()
  readonly #running = new Set<Promise<void>>()
  readonly #limits = new Map<string, Semaphore>()

  readonly #onError: (error: unknown) => void

  /** @param onError - Called with errors that prevent an attempt, such as a full disk. */
  constructor(log: DeliveryLog, hooks: Hooks, onError: (error: unknown) => void) {
    this.#log = log
    this.#hooks = hooks
    this.#onError = onError
  }

  enqueue(messages: Message[]): void {
    for (const message of messages) {
      const key = JSON.stringify([message.hookId, message.dataset, message.documentId])
      const queue = this.#queues.get(key)
      if (queue) queue.push(message)
      else this.#start(key, [message])
    }
  }

  /** Ends at once; a message that is being sent is sent again after the next start. */
  async close(): Promise<void> {
    this.#closing.abort()
    await Promise.all(this.#running)
  }

  #start(key: string, queue: Message[]): void {
    this.#queues.set(key, queue)
    const running = this.#drain(key, queue)
      .catch(this.#onError)
      .finally(() => this.#running.delete(running))
    this.#running.add(running)
  }

  async #drain(key: string, queue: Message[]): Promise<void> {
    try {
      for (let message = queue[0]; message && !this.#closing.signal.aborted; message = queue[0]) {
        await this.#deliver(message)
        queue.shift()
      }
    } finally {
      // Synchronous with the last look at the queue, so that a message that comes later starts another queue.
      this.#queues.delete(key)
    }
  }

  async #deliver(message: Message): Promise<void> {
    for (;;) {
      const delay = await this.#limit(message.hookId).run(() => this.#attempt(message))
      if (delay === null) return
      try {
        await wait(delay, undefined, {signal: this.#closing.signal})
      } catch {
        return
      }
    }
  }

  /** Milliseconds to wait before the next attempt; null when there is none. */
  async #attempt(message: Message): Promise<number | null> {
    const hook = this.#hooks.find(message.hookId)
    if (!hook || this.#closing.signal.aborted) return null
    const createdAt = new Date().toISOString()
    const result = await sendRequest({
      url: hook.url,
      method: hook.httpMethod,
      headers: await requestHeaders(hook, message),
      body: message.payload,
      timeoutMs: TIMEOUT_MS,
      signal: this.#closing.signal,
    })
    if (this.#closing.signal.aborted && result.isFailure) return null

    const failures = this.#log.attemptsOf(message.id).length + 1
    const age = Date.now() - Date.parse(message.createdAt)
    const delay = result.isFailure && isWorthRetrying(result) ? retryDelay(failures, age) : null
    const updatedAt = new Date().toISOString()
    const willRetry = delay !== null
    await this.#log.ended({
      ...result,
      id: randomUUID(),
      messageId: message.id,
      createdAt,
      updatedAt,
      willRetry,
    })
    return delay
  }

  #limit(hookId: string): Semaphore {
    const limit = this.#limits.get(hookId) ?? new Semaphore(MAX_CONCURRENT_REQUESTS)
    this.#limits.set(hookId, limit)
    return limit
  }
}

/**
 * Whether a failed attempt is repeated: not when the receiver refuses the request (4xx), unless it asks to try later (429).
 *
 * @see https://www.sanity.io/docs/content-lake/webhook-best-practices
 */
export function isWorthRetrying({resultCode}: Pick<Attempt, 'resultCode'>): boolean {
  return resultCode === null || resultCode === 429 || resultCode < 400 || resultCode >= 500
}

/**
 * How long to wait before the next attempt, in milliseconds; each wait is twice as long as the one before it. Null when the
 * message is too old for another attempt.
 *
 * These are the hosted service's rules until April 2026. Since then it tries twice more, 30 seconds apart, which is too
 * short for a receiver on a developer's machine that is being restarted.
 *
 * @see https://www.sanity.io/docs/changelog/50ec6abf-fe0c-475b-ae72-314148860132
 */
export function retryDelay(failures: number, age: number): number | null {
  const delay = Math.min(FIRST_RETRY_DELAY_MS * 2 ** Math.max(0, failures - 1), MAX_RETRY_DELAY_MS)
  return age + delay > MAX_MESSAGE_AGE_MS ? null : delay
}

/**
 * The headers of a delivery. The signature contains the time of the attempt; the idempotency key is that of the message, so
 * that a receiver can recognise a repetition.
 *
 * @see https://www.sanity.io/docs/content-lake/webhooks
 */
async function requestHeaders(hook: Hook, message: Message): Promise<Record<string, string>> {
  const signed = hook.secret && (await encodeSignatureHeader(message.payload, Date.now(), hook.secret))
  return {
    ...hook.headers,
    'content-type': 'application/json',
    'user-agent': 'sanity-webhook',
    'idempotency-key': message.id,
    'sanity-webhook-id': hook.id,
    'sanity-operation': message.operation,
    'sanity-document-id': message.documentId,
    'sanity-project-id': hook.projectId,
    'sanity-dataset': message.dataset,
    'sanity-transaction-id': message.transactionId,
    'sanity-transaction-time': message.transactionTime,
    ...(signed && {[SIGNATURE_HEADER_NAME]: signed}),
  }
}

type DeliveryRequest = {
  url: string
  method: string
  headers: Record<string, string>
  body: string
  /** How long the complete answer may take. */
  timeoutMs: number
  /** Aborts when the lake closes. */
  signal: AbortSignal
}

type DeliveryResult = Pick<Attempt, 'isFailure' | 'failureReason' | 'resultCode' | 'resultBody'>

/** How much of an answer is kept for the log. */
const MAX_RESULT_BYTES = 4096

/**
 * Sends one request and reads the answer. Redirects are not followed: they are an answer other than success.
 * `fetch` would do, but it refuses a body with GET, which hooks may be set to.
 */
function sendRequest({
  url,
  method,
  headers,
  body,
  timeoutMs,
  signal,
}: DeliveryRequest): Promise<DeliveryResult> {
  const {promise, resolve} = Promise.withResolvers<DeliveryResult>()
  const deadline = AbortSignal.timeout(timeoutMs)
  const fail = () => {
    const failureReason = deadline.aborted ? 'timeout' : 'network'
    resolve({isFailure: true, failureReason, resultCode: null, resultBody: ''})
  }
  const send = url.startsWith('https:') ? requestHttps : requestHttp
  const outgoing = send(url, {
    method,
    headers: {...headers, 'content-length': String(Buffer.byteLength(body))},
    // No connection is reused: the receiver may have closed it meanwhile, and the attempt would fail.
    agent: false,
    signal: AbortSignal.any([deadline, signal]),
  })
  outgoing.on('error', fail)
  outgoing.on('response', (response) => {
    const kept: Buffer[] = []
    let size = 0
    response.on('data', (chunk: Buffer) => {
      if (size < MAX_RESULT_BYTES) kept.push(chunk.subarray(0, MAX_RESULT_BYTES - size))
      size += chunk.length
    })
    response.on('error', fail)
    response.on('end', () => {
      const resultCode = response.statusCode ?? 0
      const isFailure = resultCode < 200 || resultCode > 299
      const resultBody = Buffer.concat(kept).toString()
      resolve({isFailure, failureReason: isFailure ? 'http' : null, resultCode, resultBody})
    })
  })
  outgoing.end(body)
  return promise
}
