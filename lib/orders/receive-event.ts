import type Stripe from 'stripe'
import type {Commerce} from '../context.ts'
import {type EventOutcome, handleEvent} from './handle-event.ts'

/** Seconds that a signature stays good (https://docs.stripe.com/webhooks#replay-attacks). */
const TOLERANCE_S = 300

export type ReceivedEvent =
  | {ok: true; type: string; outcome: EventOutcome}
  | {ok: false; reason: 'bad-signature'}

/**
 * Takes in what was posted to the webhook address. `body` must be the bytes as they came.
 *
 * Answer 400 for `bad-signature` and for an outcome that is `refused`, 200 for all else, and 5xx when it throws, so that Stripe sends it again.
 */
export async function receiveEvent(
  commerce: Pick<Commerce, 'db' | 'stripe' | 'livemode' | 'log' | 'webhookSecret'>,
  body: string | Buffer,
  signature: string | null,
): Promise<ReceivedEvent> {
  const event = verified(commerce, body, signature)
  if (event === undefined) return {ok: false, reason: 'bad-signature'}
  const since = performance.now()
  const outcome = await handleEvent(commerce, event)
  const ms = Math.round(performance.now() - since)
  commerce.log.info({eventId: event.id, type: event.type, ...outcome, ms}, 'stripe event')
  return {ok: true, type: event.type, outcome}
}

function verified(
  {stripe, webhookSecret}: Pick<Commerce, 'stripe' | 'webhookSecret'>,
  body: string | Buffer,
  signature: string | null,
): Stripe.Event | undefined {
  if (signature === null) return undefined
  try {
    return stripe.webhooks.constructEvent(body, signature, webhookSecret, TOLERANCE_S)
  } catch {
    return undefined
  }
}
