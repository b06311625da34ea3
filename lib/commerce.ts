import type {Commerce} from './context.ts'
import {connectDatabase, migrate} from './db/database.ts'
import type {CommerceEnv} from './env.ts'
import {env} from './env.ts'
import {logger} from './log/logger.ts'
import {parseMailbox, smtpMailer} from './mail/mailer.ts'
import {isLiveKey, stripeClient} from './stripe.ts'

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
