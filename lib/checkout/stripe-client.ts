import Stripe from 'stripe'

export type StripeSettings = {
  secretKey: string
  /** Origin of another API that speaks Stripe's protocol. Left out: Stripe itself. */
  apiHost?: string | undefined
}

/** Milliseconds that one request may take. A visitor waits for it, so it is far below the client's own 80 s. */
const TIMEOUT_MS = 5_000

/** The Stripe client. Requests that may be repeated are, twice, with the same idempotency key. */
export function stripeClient({secretKey, apiHost}: StripeSettings): Stripe {
  return new Stripe(secretKey, {
    maxNetworkRetries: 2,
    timeout: TIMEOUT_MS,
    telemetry: false,
    ...(apiHost === undefined ? {} : addressOf(apiHost)),
  })
}

/** Whether a key moves real money (https://docs.stripe.com/keys#test-live-modes). */
export function isLiveKey(secretKey: string): boolean {
  return /^(?:sk|rk)_live_/.test(secretKey)
}

function addressOf(origin: string) {
  const {hostname, port, protocol} = new URL(origin)
  const isPlain = protocol === 'http:'
  return {host: hostname, port: port || (isPlain ? 80 : 443), protocol: isPlain ? 'http' : 'https'} as const
}
