import {setTimeout as delay} from 'node:timers/promises'
import Stripe from 'stripe'

export type StripeSettings = {
  secretKey: string
  /** Origin of another API that speaks Stripe's protocol. Left out: Stripe itself. */
  apiHost?: string | undefined
}

/**
 * What a restricted key must permit, so that the site can do all of its work with it:
 * https://docs.stripe.com/keys/permissions-reference. `docs/deploy.md` says what each is for.
 */
export const SITE_KEY_PERMISSIONS = [
  'checkout_session_write',
  'refund_write',
  'charge_read',
  'customer_write',
  'payment_intent_read',
  'invoice_read',
  'dispute_read',
  'product_read',
  'plan_read',
  'event_read',
  'webhook_read',
  'redaction_job_write',
] as const

/** How long one request may take. A visitor waits for it, so it is far below the client's own 80 s. */
const REQUEST_TIMEOUT_MS = 5_000

/** The Stripe client. Requests that may be repeated are, twice, with the same idempotency key. */
export function stripeClient({secretKey, apiHost}: StripeSettings): Stripe {
  return new Stripe(secretKey, {
    maxNetworkRetries: 2,
    timeout: REQUEST_TIMEOUT_MS,
    telemetry: false,
    ...(apiHost === undefined ? {} : addressOf(apiHost)),
  })
}

function addressOf(origin: string) {
  const {hostname, port, protocol} = new URL(origin)
  const isPlain = protocol === 'http:'
  return {host: hostname, port: port || (isPlain ? 80 : 443), protocol: isPlain ? 'http' : 'https'} as const
}

/** Whether a key moves real money (https://docs.stripe.com/keys#test-live-modes). */
export function isLiveKey(secretKey: string): boolean {
  return /^(?:sk|rk)_live_/.test(secretKey)
}

const MAX_TRIES = 4
const FIRST_WAIT_MS = 250

/**
 * Makes a request again, with growing and random pauses, while Stripe says that it is too busy. The client itself does
 * not: it leaves 429 to its user (https://docs.stripe.com/rate-limits). The same goes for a request that another
 * process is just making with the same idempotency key.
 *
 * `request` must send the same idempotency key each time.
 *
 * @throws the last error
 */
export async function withStripeRetry<T>(request: () => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await request()
    } catch (error) {
      if (attempt === MAX_TRIES || !isBusy(error)) throw error
      await delay(FIRST_WAIT_MS * 2 ** (attempt - 1) * (0.5 + Math.random()))
    }
  }
}

/** Whether Stripe refused a request for now, before it had any effect: too many requests, or one under way with the same key. */
export function isBusy(error: unknown): boolean {
  if (!(error instanceof Stripe.errors.StripeError)) return false
  return error.statusCode === 429 || error.code === 'idempotency_key_in_use' || error.code === 'lock_timeout'
}

/**
 * Whether Stripe could not be asked: no connection, no answer in time, an answer of its own failure, or a key that it does not take.
 * The request may or may not have had its effect.
 */
export function isUnreachable(error: unknown): boolean {
  const {StripeConnectionError, StripeAPIError, StripeAuthenticationError, StripePermissionError} =
    Stripe.errors
  return [StripeConnectionError, StripeAPIError, StripeAuthenticationError, StripePermissionError].some(
    (kind) => error instanceof kind,
  )
}

/** Whether Stripe has nothing under the id that was asked for. */
export function isMissing(error: unknown): boolean {
  return error instanceof Stripe.errors.StripeInvalidRequestError && error.code === 'resource_missing'
}

/** What may be logged of a failure: ids, classes and the permission that a key lacks, never a body. */
export function describeStripeError(error: unknown): Record<string, string | number | undefined> {
  if (!(error instanceof Stripe.errors.StripeError))
    return {error: error instanceof Error ? error.name : 'unknown'}
  return {
    error: error.type,
    code: error.code,
    param: error.param,
    status: error.statusCode,
    requestId: error.requestId,
    missingPermission: missingPermission(error),
  }
}

/** The permission that Stripe says a restricted key lacks, such as `plan_read`. */
export function missingPermission(error: unknown): string | undefined {
  if (!(error instanceof Stripe.errors.StripePermissionError)) return undefined
  return /'rak_(\w+)'/.exec(error.message)?.[1]
}
