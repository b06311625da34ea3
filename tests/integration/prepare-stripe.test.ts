import {mkdtemp, rm} from 'node:fs/promises'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import {type RunningStripe, startStripe} from '@local/stripe-standin'
import {afterAll, beforeAll, expect, test} from 'vitest'
import {stripeClient} from '#lib/stripe.ts'
import {prepareStripe} from '#scripts/stack/prepare.ts'

let folder: string
let stripe: RunningStripe

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'prepare-stripe-'))
  stripe = await startStripe({port: 0, data: join(folder, 'stripe')})
})
afterAll(async () => {
  await stripe.close()
  await rm(folder, {recursive: true})
})

const prepare = async (siteUrl: string) => {
  const account = {url: stripe.url, secretKey: stripe.account.test.secretKey}
  return (await prepareStripe(account, siteUrl, join(folder, 'webhook.json'), () => {})).webhookSecret
}

async function webhooks(): Promise<string[]> {
  const client = stripeClient({secretKey: stripe.account.test.secretKey, apiHost: stripe.url})
  return (await client.webhookEndpoints.list()).data.map(({url}) => url)
}

test('the secret is told once and known ever after', async () => {
  const secret = await prepare('http://localhost:3000')
  expect(secret).toMatch(/^whsec_/)
  expect(await prepare('http://localhost:3000')).toBe(secret)
  expect(await webhooks()).toEqual(['http://localhost:3000/api/stripe/webhook'])
})

test('a secret that was lost gives way to a new one', async () => {
  const before = await prepare('http://localhost:3000')
  await rm(join(folder, 'webhook.json'))
  expect(await prepare('http://localhost:3000')).not.toBe(before)
  expect(await webhooks()).toHaveLength(1)
})

test('a site that moved to another port is told there, and nobody at the old one', async () => {
  await prepare('http://localhost:3000')
  await prepare('http://localhost:4000')
  expect(await webhooks()).toEqual(['http://localhost:4000/api/stripe/webhook'])
})
