import {once} from 'node:events'
import {mkdtemp, rm} from 'node:fs/promises'
import {createServer} from 'node:http'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import {buffer} from 'node:stream/consumers'
import {startMail} from '@local/mail-sink'

import {startStripe} from '@local/stripe-standin'
import {and, eq} from 'drizzle-orm'

import pino from 'pino'
import type Stripe from 'stripe'
import {type Commerce, openCommerce} from '#lib/commerce.ts'
import {type Order, orderHistory, outbox} from '#lib/db/schema.ts'
import {parseCommerceEnv} from '#lib/env.ts'
import {mintNonce} from '#lib/orders/checkout/form.ts'
import {type CheckoutRequest, startCheckout} from '#lib/orders/checkout/start-checkout.ts'
import {findOrder} from '#lib/orders/store.ts'
import {receiveEvent} from '#lib/orders/stripe-events.ts'
import {syncAccount} from '#lib/orders/sync-account.ts'
import {stripeClient} from '#lib/stripe.ts'
import {makeRestrictedKey} from '#scripts/stack/prepare.ts'
import {eventually} from '../eventually.ts'
import {Inbox} from './inbox.ts'
import {startMigratedPostgres} from './migrated-database.ts'
import {payByCard} from './stripe.ts'

export const SITE_URL = 'https://shop.example'
export const LOOKUP_KEY = 'lifetime_access'
export const PLAN = {slug: 'lifetime', name: 'Lifetime access', lookupKey: LOOKUP_KEY}

/** The whole business without its pages: database, Stripe, mail, and the webhook between them. */
export type Shop = {
  commerce: Commerce
  env: Record<string, string>
  /** The account at Stripe, with the key that may do everything; the site itself has a restricted one. */
  stripe: Stripe
  secretKey: string
  /** The account's key of live mode, which knows nothing of what was bought with test money. */
  liveKey: string
  inbox: Inbox
  stripeUrl: string
  webhookUrl: string
  /** Everything that the product logged. */
  logged(): string
  /** Another instance of the site on the same services, with other values of some variables. */
  instance(env?: Record<string, string>): Commerce & {close(): Promise<void>}
  request(): {nonce: string; plan: typeof PLAN; versions: {terms: string; policy: string}}
  close(): Promise<void>
}

export type ShopOptions = {
  /** A database to use instead of an embedded one. */
  databaseUrl?: string
  /** Leave the webhook unregistered, as when the site cannot be reached. */
  deaf?: boolean
}

/** Opens a shop with one plan for sale. Every part listens on a free port of loopback. */
export async function openShop({databaseUrl, deaf = false}: ShopOptions = {}): Promise<Shop> {
  const folder = await mkdtemp(join(tmpdir(), 'shop-'))
  const closing: (() => Promise<unknown>)[] = [() => rm(folder, {recursive: true, force: true})]
  const lines: string[] = []
  const log = pino({base: null}, {write: (line: string) => void lines.push(line)})

  const postgres = databaseUrl === undefined ? await startMigratedPostgres() : undefined
  if (postgres) closing.push(() => postgres.stop())
  const stripe = await startStripe({port: 0, data: join(folder, 'stripe'), retryDelays: [50, 100, 200, 400]})
  closing.push(() => stripe.close())
  const mail = await startMail({smtpPort: 0, webPort: 0, dataDir: join(folder, 'mail')})
  closing.push(() => mail.stop())

  const env = {
    DATABASE_URL: databaseUrl ?? postgres?.url ?? '',
    STRIPE_SECRET_KEY: await makeRestrictedKey(stripe.url),
    STRIPE_WEBHOOK_SECRET: 'whsec_not_registered_yet',
    STRIPE_API_HOST: stripe.url,
    SMTP_URL: mail.smtpUrl,
    MAIL_FROM: 'PlumbPerfect Leads <orders@shop.example>',
    OWNER_EMAIL: 'owner@shop.example',
    SERVICE_DATA_KEYS: `test:${Buffer.alloc(32, 7).toString('base64')}`,
  }
  const open = (changed: Record<string, string> = {}) => {
    const opened = openCommerce(parseCommerceEnv({...env, ...changed}), SITE_URL, log)
    let closed: Promise<void> | undefined
    const close = () => (closed ??= opened.close())
    closing.push(close)
    return {...opened, close}
  }
  const commerce = open()
  await commerce.migrate()
  const receiver = await startReceiver(async (body, signature) => {
    const received = await receiveEvent(commerce, body, signature)
    return received.ok && received.outcome.kind !== 'refused' ? 200 : 400
  })
  closing.push(() => receiver.close())
  const {secretKey} = stripe.account.test
  const account = stripeClient({secretKey, apiHost: stripe.url})
  const synced = await syncAccount(account, {
    webhookUrl: deaf ? 'http://127.0.0.1:9/' : receiver.url,
  })
  env.STRIPE_WEBHOOK_SECRET = commerce.webhookSecret = synced.webhookSecret ?? ''
  return {
    commerce,
    env,
    stripe: account,
    secretKey,
    liveKey: stripe.account.live.secretKey,
    inbox: new Inbox(mail.webUrl),
    stripeUrl: stripe.url,
    webhookUrl: receiver.url,
    logged: () => lines.join(''),
    instance: open,
    request: () => ({nonce: mintNonce(), plan: PLAN, versions: {terms: '2025-11-09', policy: '2025-11-09'}}),
    async close() {
      for (const close of closing.reverse()) await close()
    },
  }
}

export type Receiver = {url: string; close(): Promise<void>}

/** A web address that hands what is posted to it over to `receive` and answers with the status that it gives. */
export async function startReceiver(
  receive: (body: Buffer, signature: string | null) => Promise<number>,
): Promise<Receiver> {
  const server = createServer(async (request, response) => {
    const body = await buffer(request)
    const signature = request.headers['stripe-signature']
    const status = await receive(body, typeof signature === 'string' ? signature : null).catch(() => 500)
    response.writeHead(status).end()
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('The receiver listens on no port.')
  return {
    url: `http://127.0.0.1:${address.port}/api/stripe/webhook`,
    async close() {
      server.closeAllConnections()
      server.close()
      await once(server, 'close')
    },
  }
}

/** What a purchase has caused: its mails, sent or not, and how often it was marked paid. */
export async function effectsOf(
  {commerce: {db}}: Shop,
  orderId: string,
): Promise<{mails: string[]; paid: number}> {
  const mails = await db.select().from(outbox).where(eq(outbox.orderId, orderId))
  const moves = await db
    .select()
    .from(orderHistory)
    .where(and(eq(orderHistory.orderId, orderId), eq(orderHistory.toState, 'paid')))
  return {
    mails: mails.map(({purpose, subject}) => `${purpose}${subject && `:${subject}`}`).sort(),
    paid: moves.length,
  }
}

export const FULFILLED_ONCE = {mails: ['order_confirmation', 'owner_new_order'], paid: 1}

export type Started = {orderId: string; url: string; sessionId: string}

/** Presses the button once. */
export async function start(shop: Shop, request: CheckoutRequest = shop.request()): Promise<Started> {
  const started = await startCheckout(shop.commerce, request)
  if (!started.ok) throw new Error(`Refused: ${started.reason}`)
  const sessionId = /cs_test_\w+/.exec(started.url)?.[0] ?? ''
  return {orderId: started.orderId, url: started.url, sessionId}
}

/** Presses the button, pays by card, and waits for the webhook to do its work. */
export async function buy(shop: Shop): Promise<Started> {
  const started = await start(shop)
  await payByCard(started.url)
  await untilState(shop, started.orderId, 'paid')
  return started
}

export function untilState(shop: Shop, orderId: string, state: Order['state']): Promise<Order | undefined> {
  return eventually(
    () => findOrder(shop.commerce.db, orderId),
    (order) => order?.state === state,
  )
}
