import type {Logger} from 'pino'
import type Stripe from 'stripe'
import type {Keyring} from './crypto.ts'
import {connectDatabase, type Database, migrate} from './db/database.ts'
import {type CommerceEnv, env} from './env.ts'
import {logger} from './log.ts'
import {type MailAddress, type Mailer, parseMailbox, smtpMailer} from './mail.ts'
import {isLiveKey, stripeClient} from './stripe.ts'

/** What buying and delivering work with. Functions ask for the parts that they use; `openCommerce` puts it together. */
export type Commerce = {
  db: Database
  /** Brings the database to the schema of this version. */
  migrate(): Promise<void>
  stripe: Stripe
  /** Whether the Stripe key moves real money. */
  livemode: boolean
  webhookSecret: string
  mailer: Mailer
  from: MailAddress
  owner: MailAddress
  keys: Keyring
  /** Without a slash at the end. */
  siteUrl: string
  /** Whether the owner has a desk in the Studio, which their mail then leads to. */
  hasDesk: boolean
  log: Pick<Logger, 'info' | 'warn' | 'error'>
}

/** A context of its own, for commands and tests, which must close it. Connects to nothing until it is used. */
export function openCommerce(
  env: CommerceEnv,
  siteUrl: string,
  log: Commerce['log'] = logger,
  connections?: number,
): Commerce & {close(): Promise<void>} {
  const {db, close} = connectDatabase(env.DATABASE_URL, {
    ...(connections !== undefined && {max: connections}),
    onLost: (error) => log.warn({error: error.name}, 'a database connection was lost'),
  })
  const {hostname} = new URL(siteUrl)
  // The machine's own name may have no dot, and mail hosts distrust a greeting without one.
  const mailer = smtpMailer(env.SMTP_URL, undefined, hostname.includes('.') ? hostname : undefined)
  return {
    db,
    migrate: () => migrate(env.DATABASE_URL),
    stripe: stripeClient({secretKey: env.STRIPE_SECRET_KEY, apiHost: env.STRIPE_API_HOST}),
    livemode: isLiveKey(env.STRIPE_SECRET_KEY),
    webhookSecret: env.STRIPE_WEBHOOK_SECRET,
    mailer,
    from: parseMailbox(env.MAIL_FROM),
    owner: parseMailbox(env.OWNER_EMAIL),
    keys: env.SERVICE_DATA_KEYS,
    siteUrl,
    hasDesk: env.OWNER_DESK === 'on',
    log,
    async close() {
      mailer.close()
      await close()
    },
  }
}

const CONNECTIONS_OF_A_FUNCTION = 2

declare global {
  var commerceOfThisProcess: Commerce | undefined
}

/**
 * What buying and delivering work with, once per process: also across the bundles of one server, each of which has its own
 * copy of this module.
 *
 * @throws Error naming each variable that is missing or wrong
 */
export function commerce(): Commerce {
  // A host of functions may run many processes, each with a pool of its own.
  const connections = env().RUNTIME === 'functions' ? CONNECTIONS_OF_A_FUNCTION : undefined
  globalThis.commerceOfThisProcess ??= openCommerce(env(), env().SITE_URL, logger, connections)
  return globalThis.commerceOfThisProcess
}
