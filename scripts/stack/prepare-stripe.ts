import {existsSync, readFileSync, writeFileSync} from 'node:fs'
import {z} from 'zod'
import {stripeClient} from '#lib/checkout/stripe-client.ts'
import {syncAccount} from '#lib/checkout/sync-account.ts'
import type {StripeAddress} from '#scripts/stack/services/stripe.ts'

const kept = z.object({webhookUrl: z.string(), secret: z.string()})

/**
 * Puts the catalogue and the site's webhook into the local Stripe account.
 *
 * Stripe tells the secret of a webhook once, so it is kept at `path`. When it is not there, or the site has moved to another port, the
 * account's webhooks give way to a new one: the account belongs to this set alone.
 *
 * @returns the webhook's signing secret
 */
export async function prepareStripe(
  {url, secretKey}: StripeAddress,
  siteUrl: string,
  path: string,
  say: (line: string) => void,
): Promise<string> {
  const stripe = stripeClient({secretKey, apiHost: url})
  const webhookUrl = `${siteUrl}/api/stripe/webhook`
  const known = existsSync(path) ? kept.safeParse(JSON.parse(readFileSync(path, 'utf8'))).data : undefined
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
  return secret
}
