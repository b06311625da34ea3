import type Stripe from 'stripe'
import {z} from 'zod'
import type {Commerce} from '../commerce.ts'
import {alertOwnerOfSite, isToldToday} from '../owner-alerts.ts'
import {type Applied, claimEvent, isProcessed, type StripeEventId} from './apply-latest.ts'
import {syncDispute} from './disputes.ts'
import {alertLivemodeMismatch, fulfil, fulfilOrder} from './fulfil.ts'
import {endOutdatedSessions} from './prices.ts'
import {syncRefunds} from './refunds.ts'
import {orderIdSchema} from './store.ts'

type EventType = Stripe.WebhookEndpointCreateParams.EnabledEvent & Stripe.Event['type']

/** What may change an order. */
export const ORDER_EVENTS = [
  'checkout.session.completed',
  'checkout.session.async_payment_succeeded',
  'checkout.session.async_payment_failed',
  'checkout.session.expired',
  'invoice.paid',
  'refund.created',
  'refund.updated',
  'refund.failed',
  'charge.dispute.created',
  'charge.dispute.closed',
] as const satisfies EventType[]

/** What may change an amount that is shown. */
export const CATALOGUE_EVENTS = [
  'price.created',
  'price.updated',
  'price.deleted',
  'product.updated',
] as const satisfies EventType[]

/** Seconds that a signature stays good (https://docs.stripe.com/webhooks#replay-attacks). */
const SIGNATURE_TOLERANCE_S = 300

export type ReceivedEvent =
  | {ok: true; type: string; outcome: EventOutcome}
  | {ok: false; reason: 'bad-signature'}

/**
 * Takes in what was posted to the webhook address. `body` must be the bytes as they came.
 *
 * Answer 400 for `bad-signature` and for an outcome that is `refused`, 200 for all else, and 5xx when it throws, so that Stripe sends it again.
 *
 * @param expirePrices expires every amount that is kept for showing
 */
export async function receiveEvent(
  parts: Parts & Pick<Commerce, 'webhookSecret'>,
  body: string | Buffer,
  signature: string | null,
  expirePrices?: () => Promise<void>,
): Promise<ReceivedEvent> {
  const event = verify(parts, body, signature)
  if (event === undefined) {
    if (signature !== null) await tellOfWrongSecret(parts, body.toString())
    return {ok: false, reason: 'bad-signature'}
  }
  const since = performance.now()
  const outcome = await handleEvent(parts, event, expirePrices)
  const ms = Math.round(performance.now() - since)
  parts.log.info({eventId: event.id, type: event.type, ...outcome, ms}, 'stripe event')
  return {ok: true, type: event.type, outcome}
}

function verify(
  {stripe, webhookSecret}: Pick<Commerce, 'stripe' | 'webhookSecret'>,
  body: string | Buffer,
  signature: string | null,
): Stripe.Event | undefined {
  if (signature === null) return undefined
  try {
    return stripe.webhooks.constructEvent(body, signature, webhookSecret, SIGNATURE_TOLERANCE_S)
  } catch {
    return undefined
  }
}

const claimedEvent = z.object({id: z.string().regex(/^evt_\w{8,200}$/)})

/** An unsigned body costs one question to Stripe, so that strangers who make bodies up can have only so many asked. */
const ASK_EVERY_MS = 60_000
const askedAt = new WeakMap<Parts['stripe'], number>()

/**
 * Tells the owner, once a day, when an event whose signature does not fit is one that Stripe has: then it is the secret that is wrong. What
 * a stranger made up is known by Stripe not having it.
 */
async function tellOfWrongSecret({db, stripe, log}: Parts, body: string): Promise<void> {
  if (performance.now() - (askedAt.get(stripe) ?? Number.NEGATIVE_INFINITY) < ASK_EVERY_MS) return
  askedAt.set(stripe, performance.now())
  try {
    const {id} = claimedEvent.parse(JSON.parse(body))
    if (await isToldToday(db, 'wrong-webhook-secret')) return
    await stripe.events.retrieve(id, {}, {maxNetworkRetries: 0})
    log.error({eventId: id}, 'an event of Stripe does not fit STRIPE_WEBHOOK_SECRET')
    await alertOwnerOfSite(db, 'wrong-webhook-secret')
  } catch (error) {
    log.warn({error: error instanceof Error ? error.name : 'unknown'}, 'a webhook has no valid signature')
  }
}

export type EventOutcome =
  | {kind: 'order'; orderId: string; applied: Applied}
  /** Prices may have changed. */
  | {kind: 'catalogue'}
  /** It is not about an order here, or needs nothing done. */
  | {kind: 'ignored'}
  | {kind: 'refused'; reason: 'livemode-mismatch'}

type Parts = Pick<Commerce, 'db' | 'stripe' | 'livemode' | 'log'>

/**
 * Handles one event of Stripe, once. What the event says is taken as a hint only: its object is read again from Stripe,
 * so late, repeated and reordered events are harmless.
 *
 * @throws what Stripe or the database throws; the event then counts as not handled and is to be delivered again.
 */
export async function handleEvent(
  parts: Parts,
  event: Stripe.Event,
  expirePrices?: () => Promise<void>,
): Promise<EventOutcome> {
  if (event.livemode !== parts.livemode) {
    parts.log.error({eventId: event.id, type: event.type}, 'an event of the other mode was refused')
    await alertLivemodeMismatch(parts.db)
    return {kind: 'refused', reason: 'livemode-mismatch'}
  }
  if (/^(?:price|product)\./.test(event.type)) {
    // First, as it needs no database: pages show the new price even while sessions cannot be ended.
    await expirePrices?.()
    await endOutdatedSessions(parts)
    return {kind: 'catalogue'}
  }
  if (await isProcessed(parts.db, event.id)) return {kind: 'ignored'}

  const id: StripeEventId = {id: event.id, type: event.type, createdAt: new Date(event.created * 1_000)}
  const result = await apply(parts, event, id)
  if (result?.ok) return {kind: 'order', orderId: result.orderId, applied: result.applied}
  if (result?.reason === 'livemode-mismatch') return {kind: 'refused', reason: 'livemode-mismatch'}
  await claimEvent(parts.db, id)
  return {kind: 'ignored'}
}

async function apply(parts: Parts, event: Stripe.Event, id: StripeEventId) {
  switch (event.type) {
    case 'checkout.session.completed':
    case 'checkout.session.async_payment_succeeded':
    case 'checkout.session.async_payment_failed':
    case 'checkout.session.expired':
      return fulfil(parts, event.data.object.id, id)
    case 'refund.created':
    case 'refund.updated':
    case 'refund.failed': {
      const {payment_intent: intent} = event.data.object
      const paymentIntentId = typeof intent === 'string' ? intent : intent?.id
      return paymentIntentId === undefined ? undefined : syncRefunds(parts, paymentIntentId, id)
    }
    case 'charge.dispute.created':
    case 'charge.dispute.closed':
      return syncDispute(parts, event.data.object.id, id)
    case 'invoice.paid': {
      const orderId = orderIdSchema.safeParse(event.data.object.metadata?.order_id)
      return orderId.success ? fulfilOrder(parts, orderId.data, id) : undefined
    }
    default:
      return undefined
  }
}
