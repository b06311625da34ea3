import {randomUUID} from 'node:crypto'
import {join} from 'node:path'
import {runTask} from '@local/supervisor'
import {eq, sql} from 'drizzle-orm'
import {afterAll, beforeAll, beforeEach, expect, test, vi} from 'vitest'
import {z} from 'zod'
import {outbox, policySeals} from '#lib/db/schema.ts'
import {mintNonce} from '#lib/orders/checkout/form.ts'
import {findContact, findOrderOfNonce} from '#lib/orders/store.ts'
import {showRequest} from '#lib/personal-data/requests.ts'
import {eventually} from '#tests/support/eventually.ts'
import {Platform} from '#tests/support/functions/platform.ts'
import {policyDocument, policyId} from '#tests/support/policies.ts'
import {contentClient} from '#tests/support/services.ts'
import {postCheckout, type RunningShop, runningShop} from '#tests/support/shop/running-shop.ts'
import {newEmail, payByCard} from '#tests/support/shop/stripe.ts'
import {startServices} from '#tests/support/stack.ts'

const BUILD = '.next-functions'
const OF_FUNCTIONS = {RUNTIME: 'functions', CRON_SECRET: 'the secret of the scheduler of this test'}

/** A process for a request takes seconds to start where two processors run all of this. */
const PATIENCE_MS = 120_000

let services: Awaited<ReturnType<typeof startServices>>
let platform: Platform
let shop: RunningShop

beforeAll(async () => {
  // Builds and commands take both from here.
  for (const [name, value] of Object.entries({...OF_FUNCTIONS, NODE_ENV: 'production'}))
    vi.stubEnv(name, value)
  services = await startServices('functions', BUILD)
  const {stack, places} = services
  vi.stubEnv('STACK_SERVICES', places.services)
  const env = {...process.env, ...stack.env}
  await runTask({args: [join(places.root, 'scripts/db-migrate.ts')], cwd: places.root, env})
  platform = await Platform.start({...stack.env, ...OF_FUNCTIONS, NEXT_DIST_DIR: BUILD})
  shop = runningShop()
})
afterAll(async () => {
  await shop?.close()
  await platform?.stop()
  await services?.stack.stop()
  vi.unstubAllEnvs()
})
beforeEach(() => {
  platform.treat = () => 'whole'
})

const cronAnswer = z.object({revalidated: z.array(z.string()), jobs: z.record(z.string(), z.string())})

/** What the scheduler does every minute. */
async function cron(): Promise<z.infer<typeof cronAnswer>> {
  const headers = {authorization: `Bearer ${OF_FUNCTIONS.CRON_SECRET}`}
  const answer = await fetch(`${shop.siteUrl}/api/cron`, {headers})
  const said = cronAnswer.parse(await answer.json())
  expect(new Set(Object.values(said.jobs)), JSON.stringify(said.jobs)).toEqual(new Set(['done']))
  expect(answer.status).toBe(200)
  return said
}

const page = async (path: string) => (await fetch(`${shop.siteUrl}${path}`)).text()

/** Sends a form as a browser does. */
const post = (path: string, fields: Record<string, string>) =>
  fetch(`${shop.siteUrl}${path}`, {
    method: 'POST',
    headers: {origin: shop.siteUrl, 'sec-fetch-site': 'same-origin'},
    body: new URLSearchParams(fields),
  })

/** Gives a page another title, past the Studio. */
async function publish(path: string): Promise<string> {
  const title = `Words ${randomUUID()}`
  await contentClient()
    .patch({query: '*[_type == "page" && path == $path]', params: {path}})
    .set({title})
    .commit()
  return title
}

const queued = () => shop.db.select().from(outbox).where(eq(outbox.status, 'waiting'))

/** What the passing of time does: Stripe is asked again, and what a process that is gone was about to send is free for others. */
async function letTimePass(): Promise<void> {
  await shop.db.update(outbox).set({claimedUntil: null}).where(eq(outbox.status, 'waiting'))
  await shop.db.execute(sql`update privacy_stripe_tasks set due_at = now()`)
}

const mailsTo = async (email: string) => (await shop.inbox.list()).filter(({to}) => to.includes(email))

test('the scheduler alone may ask for the work in the background', async () => {
  expect((await fetch(`${shop.siteUrl}/api/cron`)).status).toBe(401)
})

test('what was published since the build and never announced is on its page with the first cron', async () => {
  platform.treat = (path) => (path === '/api/revalidate' ? 'lost' : 'whole')
  expect(await page('/about')).toContain('<main')
  const title = await publish('/about')
  const slug = 'never-announced'
  await contentClient().create(policyDocument(slug, {title: 'A policy', text: 'Never announced.'}))
  expect(await page('/about')).not.toContain(title)

  await cron()
  expect(await page('/about')).toContain(title)
  expect(await page(`/${slug}`)).toContain('Never announced.')
  const seals = await shop.db
    .select()
    .from(policySeals)
    .where(eq(policySeals.policyId, policyId(slug)))
  expect(seals).toMatchObject([{number: 1, event: 'published'}])

  const later = await publish('/about')
  expect(await page('/about')).toContain(title)
  expect((await cron()).revalidated).not.toEqual([])
  expect(await page('/about')).toContain(later)
  expect((await cron()).revalidated).toEqual([])
})

test('the owner is told of a plan that cannot be sold, though nobody came to its page', async () => {
  const plan = {_id: 'plan-lost', _type: 'plan', name: 'Lost', lookupKey: 'no_such_price'}
  await contentClient().createOrReplace({...plan, slug: {_type: 'slug', current: 'lost'}})
  await cron()
  await cron()
  const told = await shop.db.select({subject: outbox.subject}).from(outbox)
  expect(told.filter(({subject}) => subject.startsWith('unsellable-price'))).toEqual([
    {subject: 'unsellable-price:lost'},
  ])
  await contentClient().delete(plan._id)
})

test('what is announced is on its page with the next reader', async () => {
  expect(await page('/contact')).toContain('<main')
  const title = await publish('/contact')
  await eventually(
    () => page('/contact'),
    (html) => html.includes(title),
    PATIENCE_MS,
  )
})

test('mail goes out as soon as the request that caused it is answered', async () => {
  const email = newEmail()
  expect((await post('/privacy/requests', {kind: 'access', email})).status).toBe(200)
  await eventually(
    () => mailsTo(email),
    (mails) => mails.length > 0,
    PATIENCE_MS,
  )
})

test('a purchase and a data request reach their end by the cron alone, though every other process is gone with its answer', async () => {
  platform.treat = (path) => (path === '/api/cron' ? 'whole' : 'cut')
  const email = newEmail()
  const nonce = mintNonce()
  const answer = await postCheckout(shop, {nonce})
  expect(answer.status).toBe(303)
  await payByCard(answer.headers.get('location') ?? '', undefined, {email, individual_name: 'Pat Pipes'})
  const paid = await eventually(
    () => findOrderOfNonce(shop.db, nonce),
    (order) => order?.state === 'paid',
    PATIENCE_MS,
  )
  const orderId = paid?.id ?? ''
  expect((await queued()).map(({purpose}) => purpose).sort()).toEqual([
    'order_confirmation',
    'owner_new_order',
  ])
  await letTimePass()
  await cron()
  expect((await findOrderOfNonce(shop.db, nonce))?.state).toBe('awaiting_details')
  expect(await shop.inbox.about(orderId)).toHaveLength(2)

  expect((await post('/privacy/requests', {kind: 'deletion', email})).status).toBe(200)
  await letTimePass()
  await cron()
  const mails = await shop.inbox.about('/privacy/requests?link=')
  const asked = mails.find(({to}) => to.includes(email))?.text ?? ''
  const link = /\/privacy\/requests\?link=([\w-]{43})/.exec(asked)?.[1] ?? ''
  const opened = await (await post('/privacy/requests', {intent: 'open', link})).text()
  const key = /name="key" value="([^"]+)"/.exec(opened)?.[1] ?? ''
  const {url: status} = await post('/privacy/requests', {intent: 'delete', key})
  const requestId = new URL(status).searchParams.get('number') ?? ''
  await eventually(
    async () => {
      await letTimePass()
      await cron()
      return (await showRequest(shop.db, requestId))?.request.state
    },
    (state) => state === 'done',
    PATIENCE_MS,
  )
  await cron()
  expect(await findContact(shop.db, orderId)).toMatchObject({email: null, name: null})
  expect(await queued()).toEqual([])
  expect(await page(new URL(status).pathname + new URL(status).search)).toContain(
    'Your information is deleted',
  )
})

test('every request had a process of its own, and none of them wrote to the disk', () => {
  expect(platform.printed).not.toMatch(/ERR_ACCESS_DENIED|EROFS/)
  expect(platform.served).toBeGreaterThan(20)
})
