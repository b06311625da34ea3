import {z} from 'zod'
import type {WebhookFault, WebhookFaults} from '../faults/webhook-faults.ts'
import {assertObject} from '../schema/check-object.ts'
import type {Delivery} from '../store/deliveries.ts'
import type {Store} from '../store/store.ts'
import {attemptDelivery, type Message} from './attempt.ts'

const secretSchema = z.object({secret: z.string()})
const AN_HOUR = 60 * 60

export type DeliveryOptions = {
  store: Store
  faults: WebhookFaults
  /** Milliseconds before each further attempt; after the last the delivery has failed. */
  retryDelays: readonly number[]
  signal: AbortSignal
}

/** Makes one attempt at a delivery, with the fault that it meets, and records what came of it. */
export async function deliverOnce(options: DeliveryOptions, delivery: Delivery): Promise<void> {
  const {store, faults, signal} = options
  const fault = faults.take(delivery.type)
  if (fault?.kind === 'drop' || fault?.kind === 'hold') {
    const state = fault.kind === 'drop' ? 'failed' : 'held'
    const note = fault.kind === 'hold' ? `hold until ${fault.until}` : fault.kind
    store.deliveries.record({...delivery, state, attempts: [...delivery.attempts, {...never(), note}]})
    return
  }
  if (fault?.kind === 'delay') {
    store.deliveries.record({...delivery, due: Date.now() + fault.milliseconds})
    return
  }
  const message = compose(store, delivery, fault)
  const attempt = fault?.kind === 'lose' ? never() : await attemptDelivery(message, signal)
  if (signal.aborted) return
  const noted = {...attempt, ...(fault && {note: fault.kind})}
  settle(options, {...delivery, attempts: [...delivery.attempts, noted]}, attempt.status)
  if (fault?.kind === 'duplicate') await attemptDelivery(compose(store, delivery, undefined), signal)
  releaseWaiting(store, delivery.endpoint)
}

function never() {
  return {at: new Date().toISOString(), status: 0}
}

function settle({store, retryDelays}: DeliveryOptions, delivery: Delivery, status: number): void {
  if (status >= 200 && status < 300) {
    store.transaction(() => {
      store.deliveries.record({...delivery, state: 'delivered'})
      countDown(store, delivery.event)
    })
    return
  }
  const failures = delivery.attempts.filter((attempt) => attempt.status < 200 || attempt.status > 299).length
  const delay = retryDelays[failures - 1]
  if (delay === undefined) store.deliveries.record({...delivery, state: 'failed'})
  else store.deliveries.record({...delivery, due: Date.now() + delay})
}

/** The event itself tells how many endpoints are still to acknowledge it. */
function countDown(store: Store, id: string): void {
  const event = store.objects.find(id)?.body
  if (event === undefined) return
  assertObject('event', event)
  const counted = {...event, pending_webhooks: store.deliveries.undelivered(id)}
  store.objects.replace(counted)
}

function compose(store: Store, delivery: Delivery, fault: WebhookFault | undefined): Message {
  const event = store.objects.find(delivery.event)?.body
  const row = store.objects.find(delivery.endpoint)
  const endpoint = row?.body
  assertObject('event', event)
  assertObject('webhook_endpoint', endpoint)
  const {secret} = secretSchema.parse(row?.internal)
  const sent = fault?.kind === 'other_mode' ? {...event, livemode: !event.livemode} : event
  const now = Math.floor(Date.now() / 1000)
  return {
    url: endpoint.url,
    payload: JSON.stringify(sent, null, 2),
    secret: fault?.kind === 'wrong_signature' ? `${secret}_not` : secret,
    timestamp: fault?.kind === 'stale_timestamp' ? now - AN_HOUR : now,
  }
}

/** An event that was held until the next one has now been overtaken. */
function releaseWaiting(store: Store, endpoint: string): void {
  for (const delivery of store.deliveries.held(endpoint)) {
    if (delivery.attempts.at(-1)?.note === 'hold until next')
      store.deliveries.record({...delivery, state: 'pending'})
  }
}
