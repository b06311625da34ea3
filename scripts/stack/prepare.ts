/** Brings the local services into the state that the site expects of hosted ones, and names the site's variables. */
import {randomBytes} from 'node:crypto'
import {existsSync, mkdirSync, readFileSync, writeFileSync} from 'node:fs'
import {dirname, join} from 'node:path'
import {runTask} from '@local/supervisor'
import {z} from 'zod'
import {syncAccount} from '#lib/orders/sync-account.ts'
import {SITE_KEY_PERMISSIONS, stripeClient} from '#lib/stripe.ts'
import type {Addresses, Places} from './layout.ts'
import type {ServiceAddresses} from './local-services.ts'

const keptWebhook = z.object({webhookUrl: z.string(), secret: z.string()})

const madeKey = z.object({key: z.string()})

/** A restricted key of the local Stripe account. It has the permissions that the site needs where nothing else is said. */
export async function makeRestrictedKey(
  stripeUrl: string,
  permissions: readonly string[] = SITE_KEY_PERMISSIONS,
): Promise<string> {
  const response = await fetch(`${stripeUrl}/_control/restricted_keys`, {
    method: 'POST',
    headers: {'content-type': 'application/json'},
    body: JSON.stringify({permissions}),
    signal: AbortSignal.timeout(10_000),
  })
  return madeKey.parse(await response.json()).key
}

/**
 * Puts the catalogue and the site's webhook into the local Stripe account.
 *
 * Stripe tells the secret of a webhook once, so it is kept at `path`. When it is not there, or the site has moved to
 * another port, the account's webhooks are replaced by a new one: the account belongs to this stack alone.
 *
 * @returns the webhook's signing secret, and the key that the site calls Stripe with
 */
export async function prepareStripe(
  {url, secretKey}: Addresses['stripe'],
  siteUrl: string,
  path: string,
  say: (line: string) => void,
): Promise<{webhookSecret: string; siteKey: string}> {
  const stripe = stripeClient({secretKey, apiHost: url})
  const webhookUrl = `${siteUrl}/api/stripe/webhook`
  const known = existsSync(path)
    ? keptWebhook.safeParse(JSON.parse(readFileSync(path, 'utf8'))).data
    : undefined
  const usable = known?.webhookUrl === webhookUrl ? known.secret : undefined
  if (usable === undefined) {
    for (const {id} of (await stripe.webhookEndpoints.list({limit: 100})).data) {
      await stripe.webhookEndpoints.del(id)
    }
  }
  const {lines, webhookSecret} = await syncAccount(stripe, {webhookUrl})
  for (const {what, state, detail} of lines) say(`${what}: ${state} (${detail})`)
  const secret = webhookSecret ?? usable
  if (secret === undefined)
    throw new Error('The local Stripe account did not tell the secret of its webhook.')
  writeFileSync(path, JSON.stringify({webhookUrl, secret}), {mode: 0o600})
  return {webhookSecret: secret, siteKey: await makeRestrictedKey(url)}
}

/**
 * Brings an empty dataset its first content, and registers the site's webhook with the lake.
 *
 * @param options `env` holds the variables of the commands, tokens that may write included
 */
export async function prepareContent(
  options: {places: Places; env: Record<string, string>; signal: AbortSignal},
  say: (line: string) => void,
): Promise<void> {
  const {places, env, signal} = options
  for (const script of ['seed.ts', 'sanity-webhook.ts']) {
    const args = [join(places.root, 'scripts', script)]
    await runTask({args, cwd: places.root, env: {...process.env, ...env}}, {signal, onLine: say})
  }
}

/** What local services and the site share, made for one stack and kept with its data. */
export type SiteSecrets = {
  /** Signs the lake's webhooks. */
  contentWebhook: string
  /** Signs Stripe's events. */
  stripeWebhook: string
  /** Calls Stripe. */
  stripeKey: string
  /** 32 bytes in hexadecimal, which encrypt service data. */
  serviceData: string
}

/** The site's variables, as `.env.example` explains them, with every service being a local one. */
export function siteEnv(
  siteUrl: string,
  {lake, stripe, mail, postgres}: ServiceAddresses,
  secrets: SiteSecrets,
): Record<string, string> {
  return {
    SITE_URL: siteUrl,
    SANITY_PROJECT_ID: lake.projectId,
    SANITY_DATASET: lake.dataset,
    SANITY_API_HOST: lake.url,
    SANITY_LOGIN_URL: `${lake.url}/local/login`,
    SANITY_HOSTED_FEATURES: 'off',
    SANITY_READ_TOKEN: lake.viewerToken,
    SANITY_VERSIONS_TOKEN: lake.editorToken,
    SANITY_WEBHOOK_SECRET: secrets.contentWebhook,
    DATABASE_URL: postgres.url,
    STRIPE_SECRET_KEY: secrets.stripeKey,
    STRIPE_WEBHOOK_SECRET: secrets.stripeWebhook,
    STRIPE_API_HOST: stripe.url,
    SMTP_URL: mail.smtpUrl,
    MAIL_FROM: 'PlumbPerfect Leads <orders@plumbperfectleads.help>',
    OWNER_EMAIL: 'Owner <owner@plumbperfectleads.help>',
    SERVICE_DATA_KEYS: `local:${Buffer.from(secrets.serviceData, 'hex').toString('base64')}`,
  }
}

/** The variables of the commands that write: the site's, and the keys and tokens that it must not have. */
export function commandEnv(
  siteEnv: Record<string, string>,
  {lake, stripe}: Pick<ServiceAddresses, 'lake' | 'stripe'>,
): Record<string, string> {
  return {
    ...siteEnv,
    SANITY_WRITE_TOKEN: lake.editorToken,
    SANITY_ADMIN_TOKEN: lake.adminToken,
    STRIPE_SECRET_KEY: stripe.secretKey,
  }
}

/** The secret at `path`, made at first use: it must stay the same for as long as the data that depends on it. */
export function keepSecret(path: string): string {
  if (existsSync(path)) return readFileSync(path, 'utf8')
  const secret = randomBytes(32).toString('hex')
  mkdirSync(dirname(path), {recursive: true})
  writeFileSync(path, secret, {mode: 0o600})
  return secret
}
