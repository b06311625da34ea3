import {randomUUID} from 'node:crypto'
import {setTimeout as wait} from 'node:timers/promises'
import {Semaphore} from '../concurrency.ts'
import type {DeliveryLog} from './delivery-log.ts'
import type {Hook} from './hook.ts'
import type {Message} from './message.ts'
import {requestHeaders} from './request-headers.ts'
import {isWorthRetrying, retryDelay} from './retry-policy.ts'
import {sendRequest} from './send-request.ts'

type Hooks = {find(id: string): Hook | undefined}

/** The hosted service's limit on how long a receiver may take, in milliseconds. */
const TIMEOUT = 30_000
/** Requests to one hook at the same time; a slow receiver does not hold up the others. */
const CONCURRENCY = 4

/**
 * Delivers messages until each has arrived or is given up. What one hook is told of one document keeps its order: the
 * next message waits for the end of the one before it, retries included.
 */
export class Deliverer {
  readonly #log: DeliveryLog
  readonly #hooks: Hooks
  readonly #closing = new AbortController()
  /** The messages of one hook and document, the first of them being delivered. */
  readonly #lanes = new Map<string, Message[]>()
  readonly #running = new Set<Promise<void>>()
  readonly #limits = new Map<string, Semaphore>()

  readonly #onError: (error: unknown) => void

  /** @param onError - Told of what keeps a message from being tried at all, such as a full disk. */
  constructor(log: DeliveryLog, hooks: Hooks, onError: (error: unknown) => void) {
    this.#log = log
    this.#hooks = hooks
    this.#onError = onError
  }

  enqueue(messages: Message[]): void {
    for (const message of messages) {
      const key = JSON.stringify([message.hookId, message.dataset, message.documentId])
      const lane = this.#lanes.get(key)
      if (lane) lane.push(message)
      else this.#start(key, [message])
    }
  }

  /** Ends at once; what was on its way is delivered again after the next start. */
  async close(): Promise<void> {
    this.#closing.abort()
    await Promise.all(this.#running)
  }

  #start(key: string, lane: Message[]): void {
    this.#lanes.set(key, lane)
    const running = this.#empty(key, lane)
      .catch(this.#onError)
      .finally(() => this.#running.delete(running))
    this.#running.add(running)
  }

  async #empty(key: string, lane: Message[]): Promise<void> {
    try {
      for (let message = lane[0]; message && !this.#closing.signal.aborted; message = lane[0]) {
        await this.#deliver(message)
        lane.shift()
      }
    } finally {
      // In the same step as the last look at the lane: what comes later finds no lane and starts another.
      this.#lanes.delete(key)
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
      timeout: TIMEOUT,
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
    const limit = this.#limits.get(hookId) ?? new Semaphore(CONCURRENCY)
    this.#limits.set(hookId, limit)
    return limit
  }
}
