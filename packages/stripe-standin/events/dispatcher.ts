import {type DeliveryOptions, deliverOnce} from './deliver-once.ts'

/**
 * Sends what is queued: to each endpoint one event at a time, in the order of the events, while endpoints do not wait
 * for each other. A failed delivery comes again later and holds up nothing. The queue is on disk, so a restart resumes it.
 */
export class Dispatcher {
  readonly #options: DeliveryOptions
  readonly #abort: AbortController
  readonly #running = new Map<string, Promise<void>>()
  readonly #timers = new Map<string, NodeJS.Timeout>()

  constructor(options: Omit<DeliveryOptions, 'signal'>) {
    this.#abort = new AbortController()
    this.#options = {...options, signal: this.#abort.signal}
  }

  /** Sends what is due. Call it whenever something may have been queued. */
  wake(): void {
    if (this.#abort.signal.aborted) return
    for (const endpoint of this.#options.store.deliveries.endpoints()) this.#wakeEndpoint(endpoint)
  }

  /** Resolves when nothing is being sent and nothing is due; retries that are due later do not count. */
  async idle(): Promise<void> {
    for (this.wake(); this.#running.size > 0; this.wake()) await Promise.all(this.#running.values())
  }

  /** Stops sending. What is not acknowledged stays queued. */
  async close(): Promise<void> {
    this.#abort.abort()
    for (const timer of this.#timers.values()) clearTimeout(timer)
    await Promise.all(this.#running.values())
  }

  #wakeEndpoint(endpoint: string): void {
    if (this.#running.has(endpoint) || this.#abort.signal.aborted) return
    clearTimeout(this.#timers.get(endpoint))
    const next = this.#options.store.deliveries.next(endpoint)
    if (!next) return
    const early = next.due - Date.now()
    if (early > 0) {
      this.#timers.set(endpoint, setTimeout(() => this.#wakeEndpoint(endpoint), early).unref())
      return
    }
    const run = this.#drain(endpoint).finally(() => {
      this.#running.delete(endpoint)
      this.#wakeEndpoint(endpoint)
    })
    this.#running.set(endpoint, run)
  }

  async #drain(endpoint: string): Promise<void> {
    const {deliveries} = this.#options.store
    for (
      let next = deliveries.next(endpoint);
      next && next.due <= Date.now();
      next = deliveries.next(endpoint)
    ) {
      if (this.#abort.signal.aborted) return
      await deliverOnce(this.#options, next)
    }
  }
}
