import type {WebhookFaults} from '../faults/webhook-faults.ts'
import {assertObject} from '../schema/check-object.ts'
import type {Attempt, Delivery} from '../store/deliveries.ts'
import type {Store} from '../store/store.ts'
import {attemptDelivery} from './attempt.ts'
import {composeMessage} from './compose-message.ts'

const HOLD = 'hold until '

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
    const note = fault.kind === 'hold' ? `${HOLD}${fault.until}` : fault.kind
    store.deliveries.record({...delivery, state, attempts: [...delivery.attempts, {...never(), note}]})
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
  const attempt = fault?.kind === 'lose' ? never() : await attemptDelivery(message, signal)
  if (signal.aborted) return
  const noted = {...attempt, ...(fault && {note: fault.kind})}
  settle(options, {...delivery, attempts: [...delivery.attempts, noted]}, attempt.status)
  if (fault?.kind === 'duplicate') await attemptDelivery(message, signal)
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
  const failures = delivery.attempts.filter(isFailure).length
  const delay = retryDelays[failures - 1]
  if (delay === undefined) store.deliveries.record({...delivery, state: 'failed'})
  else store.deliveries.record({...delivery, due: Date.now() + delay})
}

function isFailure({status, note}: Attempt): boolean {
  return (status < 200 || status > 299) && !note?.startsWith(HOLD)
}

/** The event itself tells how many endpoints are still to acknowledge it. */
function countDown(store: Store, id: string): void {
  const event = store.objects.find(id)?.body
  if (event === undefined) return
  assertObject('event', event)
  const counted = {...event, pending_webhooks: store.deliveries.undelivered(id)}
  store.objects.replace(counted)
}

/** An event that was held until the next one has now been overtaken. */
function releaseWaiting(store: Store, endpoint: string): void {
  for (const delivery of store.deliveries.held(endpoint)) {
    if (delivery.attempts.at(-1)?.note === `${HOLD}next`)
      store.deliveries.record({...delivery, state: 'pending'})
  }
}
