import {randomBytes} from 'node:crypto'
import {existsSync, mkdirSync, readFileSync, writeFileSync} from 'node:fs'
import {dirname} from 'node:path'
import type {ServiceAddresses} from '#scripts/stack/local-services.ts'
import type {LakeAddress} from '#scripts/stack/services/lake.ts'

/** What local services and the site share, made for one set and kept with its data. */
export type SiteSecrets = {
  /** Signs what the lake announces. */
  contentWebhook: string
  /** Signs Stripe's events. */
  stripeWebhook: string
  /** 32 bytes in hexadecimal, which seal service data. */
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
    SANITY_WEBHOOK_SECRET: secrets.contentWebhook,
    DATABASE_URL: postgres.url,
    STRIPE_SECRET_KEY: stripe.secretKey,
    STRIPE_WEBHOOK_SECRET: secrets.stripeWebhook,
    STRIPE_API_HOST: stripe.url,
    SMTP_URL: mail.smtpUrl,
    MAIL_FROM: 'PlumbPerfect Leads <orders@plumbperfectleads.help>',
    OWNER_EMAIL: 'Owner <owner@plumbperfectleads.help>',
    SERVICE_DATA_KEYS: `local:${Buffer.from(secrets.serviceData, 'hex').toString('base64')}`,
  }
}

/** The variables of the commands that write: the site's, and the tokens that it must not have. */
export function commandEnv(siteEnv: Record<string, string>, lake: LakeAddress): Record<string, string> {
  return {...siteEnv, SANITY_WRITE_TOKEN: lake.editorToken, SANITY_ADMIN_TOKEN: lake.adminToken}
}

/** The secret at `path`, made at first use: it must stay the same for as long as the data that depends on it. */
export function keepSecret(path: string): string {
  if (existsSync(path)) return readFileSync(path, 'utf8')
  const secret = randomBytes(32).toString('hex')
  mkdirSync(dirname(path), {recursive: true})
  writeFileSync(path, secret, {mode: 0o600})
  return secret
}
