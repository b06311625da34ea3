import {sql} from 'drizzle-orm'
import Stripe from 'stripe'
import {commerce} from './commerce.ts'
import {contentClient} from './content/client.ts'
import {env} from './env.ts'
import {askMailHost} from './mail.ts'
import {pingRedis, redis} from './redis.ts'

export type ServiceState = 'up' | 'down'

/** Asks one service whether it does its work; rejects when it does not. */
export type ServiceCheck = (signal: AbortSignal) => Promise<unknown>

export type Readiness = {
  /** `degraded`: pages are served, and what needs the service that is down waits or says so. */
  status: 'ready' | 'degraded'
  services: Record<string, ServiceState>
}

/** How long an answer holds, so that asking often burdens no service. */
const ANSWER_HOLDS_MS = 5_000
const CHECK_TIMEOUT_MS = 3_000
const STRIPE_TIMEOUT_MS = 2_500

let last: {at: number; answer: Promise<Readiness>} | undefined

/** Whether the services that the site works with do their work. */
export function readiness(): Promise<Readiness> {
  if (!last || Date.now() - last.at > ANSWER_HOLDS_MS)
    last = {at: Date.now(), answer: checkServices(checks(), CHECK_TIMEOUT_MS)}
  return last.answer
}

function checks(): Record<string, ServiceCheck> {
  const shared = redis()
  return shared === undefined ? CHECKS : {...CHECKS, redis: (signal) => pingRedis(shared, signal)}
}

const CHECKS = {
  lake: (signal) => contentClient().fetch('true', {}, {signal, cache: 'no-store'}),
  postgres: () => commerce().db.execute(sql`select 1`),
  stripe: async () => {
    try {
      await commerce().stripe.products.list({limit: 1}, {maxNetworkRetries: 0, timeout: STRIPE_TIMEOUT_MS})
    } catch (error) {
      // A restricted key may not be allowed to ask this; that Stripe says so is an answer.
      if (!(error instanceof Stripe.errors.StripePermissionError)) throw error
    }
  },
  mail: () => askMailHost(env().SMTP_URL),
} satisfies Record<string, ServiceCheck>

/** Asks all services at once. One that does not answer in time is down. */
export async function checkServices(
  checks: Record<string, ServiceCheck>,
  timeoutMs: number,
): Promise<Readiness> {
  const states = await Promise.all(
    Object.entries(checks).map(async ([name, check]) => [name, await stateOf(check, timeoutMs)] as const),
  )
  return {
    status: states.every(([, state]) => state === 'up') ? 'ready' : 'degraded',
    services: Object.fromEntries(states),
  }
}

async function stateOf(check: ServiceCheck, timeoutMs: number): Promise<ServiceState> {
  const signal = AbortSignal.timeout(timeoutMs)
  const {promise: tooLate, reject} = Promise.withResolvers<never>()
  signal.addEventListener('abort', () => reject(signal.reason), {once: true})
  try {
    await Promise.race([check(signal), tooLate])
    return 'up'
  } catch {
    return 'down'
  }
}
