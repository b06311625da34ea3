import {z} from 'zod'
import type {WebhookFault} from '../faults/webhook-faults.ts'
import {assertObject} from '../schema/check-object.ts'
import type {Delivery} from '../store/deliveries.ts'
import type {Store} from '../store/store.ts'
import type {Message} from './attempt.ts'

const secretSchema = z.object({secret: z.string()})
const AN_HOUR = 60 * 60

/** What a delivery sends now, with the fault done to it. Undefined when its event or its endpoint is no longer there. */
export function composeMessage(
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
  const {secret} = secretSchema.parse(row.internal)
  const sent = fault?.kind === 'other_mode' ? {...event, livemode: !event.livemode} : event
  const now = Math.floor(Date.now() / 1000)
  return {
    url: endpoint.url,
    payload: JSON.stringify(sent, null, 2),
    secret: fault?.kind === 'wrong_signature' ? `${secret}_not` : secret,
    timestamp: fault?.kind === 'stale_timestamp' ? now - AN_HOUR : now,
  }
}
