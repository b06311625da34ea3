import {createHmac} from 'node:crypto'
import {z} from 'zod'
import type {WebhookFault, WebhookFaults} from './faults.ts'
import {isWebhookAllowed} from './http.ts'
import {assertObject} from './schema/check.ts'
import type {Attempt, Delivery, Store} from './store.ts'

/**
 * Sends what is queued: to each endpoint one event at a time, in the order of the events, while endpoints do not wait
 * for each other. A failed delivery is tried again later; events behind it do not wait for it. The queue is on disk, so a
 * restart resumes it.
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
    const next = this.#options.store.deliveries.next(endpoint, Date.now())
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
    while (!this.#abort.signal.aborted) {
      const now = Date.now()
      const next = deliveries.next(endpoint, now)
      if (!next || next.due > now) return
      await deliverOnce(this.#options, next)
    }
  }
}

const HOLD_NOTE = 'hold until '

type DeliveryOptions = {
  store: Store
  faults: WebhookFaults
  /** Milliseconds before each further attempt; after the last the delivery has failed. */
  retryDelays: readonly number[]
  /** Hosts beside this machine that may be sent to; `*` for any by https. */
  webhookHosts: readonly string[]
  signal: AbortSignal
}

/** Makes one attempt at a delivery, with the fault that it meets, and records what came of it. */
async function deliverOnce(options: DeliveryOptions, delivery: Delivery): Promise<void> {
  const {store, faults, signal} = options
  const fault = faults.take(delivery.type)
  if (fault?.kind === 'drop' || fault?.kind === 'hold') {
    const state = fault.kind === 'drop' ? 'failed' : 'held'
    const note = fault.kind === 'hold' ? `${HOLD_NOTE}${fault.until}` : fault.kind
    store.deliveries.record({...delivery, state, attempts: [...delivery.attempts, {...notSent(), note}]})
    return
  }
  if (fault?.kind === 'delay') {
    store.deliveries.record({...delivery, due: Date.now() + fault.milliseconds})
    return
  }
  const message = composeMessage(store, delivery, fault)
  if (!message) {
    store.deliveries.record({...delivery, state: 'failed'})
    return
  }
  if (!isWebhookAllowed(new URL(message.url), options.webhookHosts)) {
    const refused = {...notSent(), note: 'its host was not named at the start'}
    recordResult(options, {...delivery, attempts: [...delivery.attempts, refused]}, refused.status)
    return
  }
  const attempt = fault?.kind === 'lose' ? notSent() : await attemptDelivery(message, signal)
  if (signal.aborted) return
  const noted = {...attempt, ...(fault && {note: fault.kind})}
  recordResult(options, {...delivery, attempts: [...delivery.attempts, noted]}, attempt.status)
  if (fault?.kind === 'duplicate') await attemptDelivery(message, signal)
  releaseHeldUntilNext(store, delivery.endpoint)
}

function notSent() {
  return {at: new Date().toISOString(), status: 0}
}

function recordResult({store, retryDelays}: DeliveryOptions, delivery: Delivery, status: number): void {
  if (status >= 200 && status < 300) {
    store.transaction(() => {
      store.deliveries.record({...delivery, state: 'delivered'})
      updatePending(store, delivery.event)
    })
    return
  }
  const failures = delivery.attempts.filter(isFailure).length
  const delay = retryDelays[failures - 1]
  if (delay === undefined) store.deliveries.record({...delivery, state: 'failed'})
  else store.deliveries.record({...delivery, due: Date.now() + delay})
}

function isFailure({status, note}: Attempt): boolean {
  return (status < 200 || status > 299) && !note?.startsWith(HOLD_NOTE)
}

/** An event says how many endpoints are still to acknowledge it: its `pending_webhooks`. */
function updatePending(store: Store, id: string): void {
  const event = store.objects.find(id)?.body
  if (event === undefined) return
  assertObject('event', event)
  const counted = {...event, pending_webhooks: store.deliveries.undelivered(id)}
  store.objects.replace(counted)
}

/** Sends what was held until the next event had been sent. */
function releaseHeldUntilNext(store: Store, endpoint: string): void {
  for (const delivery of store.deliveries.held(endpoint)) {
    if (delivery.attempts.at(-1)?.note === `${HOLD_NOTE}next`)
      store.deliveries.record({...delivery, state: 'pending'})
  }
}

const endpointInternal = z.object({secret: z.string()})
const HOUR_SECONDS = 60 * 60

/** What a delivery sends now, with the fault done to it. Undefined when its event or its endpoint is no longer there. */
function composeMessage(
  store: Store,
  delivery: Delivery,
  fault: WebhookFault | undefined,
): Message | undefined {
  const event = store.objects.find(delivery.event)?.body
  const row = store.objects.find(delivery.endpoint)
  if (!event || !row || row.deleted) return undefined
  const endpoint = row.body
  assertObject('event', event)
  assertObject('webhook_endpoint', endpoint)
  const {secret} = endpointInternal.parse(row.internal)
  const sent = fault?.kind === 'other_mode' ? {...event, livemode: !event.livemode} : event
  const now = Math.floor(Date.now() / 1000)
  return {
    url: endpoint.url,
    payload: JSON.stringify(sent, null, 2),
    secret: fault?.kind === 'wrong_signature' ? `${secret}_not` : secret,
    timestamp: fault?.kind === 'stale_timestamp' ? now - HOUR_SECONDS : now,
  }
}

/** What is sent where, with what signature. `timestamp` in seconds since 1970. */
type Message = {url: string; payload: string; secret: string; timestamp: number}

/** Stripe gives an endpoint some seconds to answer before it counts the attempt as failed. */
const DELIVERY_TIMEOUT_MS = 10_000

/** Sends one event once. An endpoint that does not answer counts as status 0; redirects are not followed. */
async function attemptDelivery(message: Message, signal: AbortSignal): Promise<Attempt> {
  const at = new Date().toISOString()
  try {
    const response = await fetch(message.url, {
      method: 'POST',
      redirect: 'manual',
      body: message.payload,
      headers: {
        'content-type': 'application/json; charset=utf-8',
        'stripe-signature': signatureHeader(message.payload, message.secret, message.timestamp),
        'user-agent': 'Stripe/1.0 (+https://stripe.com/docs/webhooks)',
      },
      signal: AbortSignal.any([signal, AbortSignal.timeout(DELIVERY_TIMEOUT_MS)]),
    })
    await response.body?.cancel()
    return {at, status: response.status}
  } catch (error) {
    return {at, status: 0, note: error instanceof Error ? reasonOf(error) : String(error)}
  }
}

function reasonOf(error: Error): string {
  return error.cause instanceof Error ? error.cause.message : error.message
}

/**
 * The `Stripe-Signature` header of a webhook: https://docs.stripe.com/webhooks#verify-manually
 *
 * @param timestamp seconds since 1970
 */
export function signatureHeader(payload: string, secret: string, timestamp: number): string {
  const signature = createHmac('sha256', secret).update(`${timestamp}.${payload}`).digest('hex')
  return `t=${timestamp},v1=${signature}`
}
