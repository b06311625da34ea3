import {mkdtemp, rm} from 'node:fs/promises'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import {encodeSignatureHeader, SIGNATURE_HEADER_NAME} from '@sanity/webhook'
import {revalidateTag} from 'next/cache'
import Stripe from 'stripe'
import {afterAll, beforeAll, expect, test, vi} from 'vitest'
import {GET as runInBackground} from '#app/api/cron/route.ts'
import {POST as reconcile} from '#app/api/reconcile/route.ts'
import {POST as revalidate} from '#app/api/revalidate/route.ts'
import {POST as hearStripe} from '#app/api/stripe/webhook/route.ts'
import {PRICES_TAG} from '#lib/orders/checkout/view.ts'
import {startMigratedPostgres} from '#tests/support/shop/migrated-database.ts'
import {SITE_VARIABLES} from '#tests/support/site-variables.ts'

// Next refuses to expire a tag outside its own server.
vi.mock('next/cache', async (original) => ({
  ...(await original<typeof import('next/cache')>()),
  revalidateTag: vi.fn(),
}))

const MOST = 30
const {SANITY_WEBHOOK_SECRET = '', STRIPE_WEBHOOK_SECRET = ''} = SITE_VARIABLES

const CRON_SECRET = 'the secret of the scheduler'

let folder: string
let postgres: Awaited<ReturnType<typeof startMigratedPostgres>>
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'build-'))
  postgres = await startMigratedPostgres()
  const env = {...SITE_VARIABLES, DATABASE_URL: postgres.url, NEXT_DIST_DIR: folder, CRON_SECRET}
  for (const [name, value] of Object.entries(env)) vi.stubEnv(name, value)
})
afterAll(async () => {
  vi.unstubAllEnvs()
  await postgres.stop()
  await rm(folder, {recursive: true})
})

type Sender = {network: string; headers?: Record<string, string>; body?: string}

const posted = ({network, headers, body = '{}'}: Sender) =>
  new Request('https://site.example/', {
    method: 'POST',
    body,
    headers: {...headers, 'x-forwarded-for': network},
  })

const asked = (network: string, authorization = '') =>
  new Request('https://site.example/', {headers: {authorization, 'x-forwarded-for': network}})

const TRIES: [what: string, status: number, attempt: (network: string) => Promise<Response>][] = [
  ['a change without a signature', 401, (network) => revalidate(posted({network}))],
  [
    'a change with a wrong signature',
    401,
    (network) => revalidate(posted({network, headers: {[SIGNATURE_HEADER_NAME]: 't=1,v1=x'}})),
  ],
  ['a comparison without a signature', 401, (network) => reconcile(posted({network}))],
  [
    'an event with a wrong signature',
    400,
    (network) => hearStripe(posted({network, headers: {'stripe-signature': 't=1,v1=x'}})),
  ],
  ['work in the background without a secret', 401, (network) => runInBackground(asked(network))],
  [
    'work in the background with a wrong secret',
    401,
    (network) => runInBackground(asked(network, `Bearer ${CRON_SECRET.slice(0, -1)}`)),
  ],
  ['too large an event', 413, (network) => hearStripe(posted({network, body: 'x'.repeat(600 * 1024)}))],
]

test.each(TRIES)('%s is refused with %i, and with 429 after many', async (what, status, attempt) => {
  const network = `2001:db8:${TRIES.findIndex(([name]) => name === what)}::1`
  for (let tries = 0; tries < MOST; tries++) expect((await attempt(network)).status).toBe(status)
  const refused = await attempt(network)
  expect(refused.status).toBe(429)
  expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0)
  expect((await attempt('198.51.100.1')).status).toBe(status)
})

test('what is signed is taken, whoever failed before it behind the same address', async () => {
  const network = '203.0.113.9'
  for (let tries = 0; tries <= MOST; tries++) await revalidate(posted({network}))
  expect((await revalidate(posted({network}))).status).toBe(429)

  const change = JSON.stringify({_id: 'i', _type: 'sanity.imageAsset'})
  const signature = await encodeSignatureHeader(change, Date.now(), SANITY_WEBHOOK_SECRET)
  const signed = {network, body: change, headers: {[SIGNATURE_HEADER_NAME]: signature}}
  expect((await revalidate(posted(signed))).status).toBe(200)

  expect((await hearStripe(changedPrice(network))).status).toBe(200)
})

test('a changed price is shown though the database is away, and Stripe is asked to tell of it again', async () => {
  await postgres.stop()
  vi.mocked(revalidateTag).mockClear()
  expect((await hearStripe(changedPrice('203.0.113.10'))).status).toBe(500)
  expect(vi.mocked(revalidateTag).mock.calls.map(([tag]) => tag)).toEqual([PRICES_TAG])
})

/** An event that Stripe has signed. */
function changedPrice(network: string): Request {
  const payload = JSON.stringify({id: 'evt_1', object: 'event', type: 'price.updated', livemode: false})
  const header = Stripe.webhooks.generateTestHeaderString({payload, secret: STRIPE_WEBHOOK_SECRET})
  return posted({network, body: payload, headers: {'stripe-signature': header}})
}
