import {readFileSync} from 'node:fs'
import {join} from 'node:path'
import {parseEnv} from 'node:util'
import {eq, sql} from 'drizzle-orm'
import {expect, test} from 'playwright/test'
import {leases, type OutboxRow, outbox} from '#lib/db/schema.ts'
import {mintNonce} from '#lib/orders/checkout/form.ts'
import {findOrderOfNonce} from '#lib/orders/store.ts'
import {syncAccount} from '#lib/orders/sync-account.ts'
import {eventually} from '#tests/support/eventually.ts'
import {stackBuild, stackFolder} from '#tests/support/services.ts'
import {postCheckout} from '#tests/support/shop/running-shop.ts'
import {effectsOf, FULFILLED_ONCE, openShop, type Shop} from '#tests/support/shop/shop.ts'
import {payByCard} from '#tests/support/shop/stripe.ts'
import {SiteProcess} from '#tests/support/site-process.ts'

const ROUNDS = 3

type Bought = {orderId: string; sessionId: string; stripePage: string}

let shop: Shop
let site: SiteProcess

test.beforeAll(async () => {
  shop = await openShop({deaf: true})
  const {stripe} = shop
  for (const {id} of (await stripe.webhookEndpoints.list()).data) await stripe.webhookEndpoints.del(id)
  // The variables of the stack's own site but for its address, and over them those of the shop.
  const {SITE_URL: _, ...ofStack} = parseEnv(readFileSync(join(stackFolder(), 'env'), 'utf8'))
  site = await SiteProcess.prepare({
    name: 'killed',
    build: stackBuild(),
    env: {...ofStack, ...shop.env},
    logFolder: join(stackFolder(), 'logs'),
  })
  const {webhookSecret = ''} = await syncAccount(stripe, {webhookUrl: `${site.url}/api/stripe/webhook`})
  shop.env.STRIPE_WEBHOOK_SECRET = webhookSecret
})
test.afterAll(async () => {
  await site.kill()
  await site.remove()
  await shop.close()
})

const start = () => site.start({STRIPE_WEBHOOK_SECRET: shop.env.STRIPE_WEBHOOK_SECRET ?? ''})

async function pressBuy(): Promise<Bought> {
  const nonce = mintNonce()
  const answer = await postCheckout({siteUrl: site.url}, {nonce})
  const stripePage = answer.headers.get('location') ?? ''
  const order = await findOrderOfNonce(shop.commerce.db, nonce)
  return {orderId: order?.id ?? '', stripePage, sessionId: /cs_test_\w+/.exec(stripePage)?.[0] ?? ''}
}

const mailsOf = (orderId: string): Promise<OutboxRow[]> =>
  shop.commerce.db.select().from(outbox).where(eq(outbox.orderId, orderId))

const untilMails = (orderId: string, isRight: (mails: OutboxRow[]) => boolean) =>
  eventually(() => mailsOf(orderId), isRight, 20_000)

/** Ids of the messages that the mail host has of an order; one that came twice is there twice. */
async function messagesOf(orderId: string): Promise<string[]> {
  const ids = (await mailsOf(orderId)).map(({id}) => id)
  const all = (await shop.inbox.list()).map(({messageId}) => messageId ?? '')
  return all.filter((messageId) => ids.some((id) => messageId.includes(id)))
}

/** When the site is killed. Each pays, and resolves at that moment. */
const MOMENTS: Record<string, (bought: Bought) => Promise<unknown>> = {
  'while the buyer pays': async ({stripePage, sessionId}) => {
    void payByCard(stripePage)
    await eventually(
      () => shop.stripe.checkout.sessions.retrieve(sessionId),
      ({status}) => status === 'complete',
    )
  },
  'while the thanks page asks Stripe': async ({stripePage, sessionId}) => {
    await payByCard(stripePage)
    fetch(`${site.url}/checkout/thanks?session_id=${sessionId}`).catch(() => {})
  },
  'once Stripe has told of the payment': async ({stripePage}) => payByCard(stripePage),
  'once the order is paid': async ({stripePage, orderId}) => {
    await payByCard(stripePage)
    await untilMails(orderId, (mails) => mails.length === 2)
  },
  'once a mail is being sent': async ({stripePage, orderId}) => {
    await payByCard(stripePage)
    await untilMails(orderId, (mails) => mails.some(({attempts}) => attempts > 0))
  },
  'once the mail host has the first mail': async ({stripePage, orderId}) => {
    await payByCard(stripePage)
    await eventually(
      () => messagesOf(orderId),
      (messages) => messages.length > 0,
      20_000,
    )
  },
}

test('a site that is killed at any moment of a purchase fulfils it once and loses nothing', async () => {
  let [kills, twice] = [0, 0]
  for (let round = 0; round < ROUNDS; round++) {
    for (const [moment, reach] of Object.entries(MOMENTS)) {
      await start()
      const bought = await pressBuy()
      await reach(bought)
      await site.kill()
      kills += 1
      // What time does on its own: the leases and claims of the process that fell run out.
      await shop.commerce.db.update(leases).set({expiresAt: sql`now()`})
      await shop.commerce.db.update(outbox).set({claimedUntil: sql`now()`})

      await start()
      const {orderId} = bought
      const about = `round ${round}: ${moment}`
      const mails = await untilMails(
        orderId,
        (rows) => rows.length >= 2 && rows.every(({status}) => status === 'sent'),
      )
      expect(mails, about).toHaveLength(2)
      expect(await effectsOf(shop, orderId), about).toEqual(FULFILLED_ONCE)
      const messages = await messagesOf(orderId)
      expect(new Set(messages).size, about).toBe(2)
      twice += messages.length - 2
      await site.kill()
      await shop.commerce.db.update(leases).set({expiresAt: sql`now()`})
    }
  }
  console.log(`${kills} kills; mails that came twice, under one Message-ID: ${twice}`)
})
