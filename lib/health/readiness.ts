import {sql} from 'drizzle-orm'
import nodemailer from 'nodemailer'
import Stripe from 'stripe'
import {commerce} from '../commerce.ts'
import {contentClient} from '../content/client.ts'
import {env} from '../env.ts'
import {askRedis} from '../redis/ask-redis.ts'
import {redis} from '../redis/redis.ts'
import {checkServices, type Readiness, type ServiceCheck} from './check-services.ts'

/** Milliseconds for which an answer holds, so that asking often burdens nobody. */
const HOLDS = 5_000

let last: {at: number; answer: Promise<Readiness>} | undefined

/** Whether the services that the site works with do their work. */
export function readiness(): Promise<Readiness> {
  if (!last || Date.now() - last.at > HOLDS) last = {at: Date.now(), answer: checkServices(checks())}
  return last.answer
}

function checks(): Record<string, ServiceCheck> {
  const shared = redis()
  return shared === undefined ? CHECKS : {...CHECKS, redis: (signal) => askRedis(shared, signal)}
}

const CHECKS = {
  lake: (signal) => contentClient().fetch('true', {}, {signal, cache: 'no-store'}),
  postgres: () => commerce().db.execute(sql`select 1`),
  stripe: async () => {
    try {
      await commerce().stripe.products.list({limit: 1}, {maxNetworkRetries: 0, timeout: 2_500})
    } catch (error) {
      // A restricted key may not be allowed to ask this; that Stripe says so is an answer.
      if (!(error instanceof Stripe.errors.StripePermissionError)) throw error
    }
  },
  mail: async () => {
    const transport = nodemailer.createTransport(env().SMTP_URL)
    try {
      await transport.verify()
    } finally {
      transport.close()
    }
  },
} satisfies Record<string, ServiceCheck>
