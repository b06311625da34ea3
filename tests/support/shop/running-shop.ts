import type Stripe from 'stripe'
import {connectDatabase, type Database} from '#lib/db/database.ts'
import type {Order} from '#lib/db/schema.ts'
import {mintNonce} from '#lib/orders/checkout/form.ts'
import {findOrderOfNonce, showOrder} from '#lib/orders/store.ts'
import {stripeClient} from '#lib/stripe.ts'
import {eventually} from '../eventually.ts'
import {services} from '../services.ts'
import {Inbox} from './inbox.ts'
import {control, payByCard} from './stripe.ts'

/** The shop that the stack runs, from outside and from behind the counter. */
export type RunningShop = {
  siteUrl: string
  stripeUrl: string
  inboxUrl: string
  db: Database
  stripe: Stripe
  inbox: Inbox
  /** Makes something happen at Stripe that no API call makes. */
  control(path: string, body?: object, method?: string): Promise<unknown>
  close(): Promise<void>
}

/** Opens the shop of the stack that the tests run against. */
export function runningShop(): RunningShop {
  const {site, stripe, mail, postgres} = services()
  const {db, close} = connectDatabase(postgres.url, {max: 2})
  return {
    siteUrl: site.url,
    stripeUrl: stripe.url,
    inboxUrl: mail.inboxUrl,
    db,
    stripe: stripeClient({secretKey: stripe.secretKey, apiHost: stripe.url}),
    inbox: new Inbox(mail.inboxUrl),
    control: (path, body, method) => control(stripe.url, path, body, method),
    close,
  }
}

/** Everything that a press of the button may have changed, in every store. */
export type ShopState = {
  /** In the database; nothing when no order was made. */
  order: {state: string; payment: string} | undefined
  /** Times that the order was fulfilled. */
  fulfilled: number
  /** Purposes of the mails that were queued, in alphabetical order. */
  queued: string[]
  /** Mails that arrived. */
  arrived: number
  /** Sessions at Stripe that were made for the order, by status. */
  sessions: string[]
}

/** Looks up what became of the checkout page with this nonce. */
export async function stateOf(shop: RunningShop, nonce: string): Promise<ShopState> {
  const found = await findOrderOfNonce(shop.db, nonce)
  const shown = found && (await showOrder(shop.db, found.id))
  if (shown === undefined) return {order: undefined, fulfilled: 0, queued: [], arrived: 0, sessions: []}
  const {order, history, mails} = shown
  const sessions = await shop.stripe.checkout.sessions.list({limit: 100}).autoPagingToArray({limit: 5_000})
  return {
    order: {state: order.state, payment: order.payment},
    fulfilled: history.filter(({toState}) => toState === 'paid').length,
    queued: mails.map(({purpose}) => purpose).sort(),
    arrived: (await shop.inbox.about(order.id)).length,
    sessions: sessions
      .filter(({client_reference_id: orderId}) => orderId === order.id)
      .map(({status}) => status ?? ''),
  }
}

/** After a press of the button and before a payment. */
export const STARTED: ShopState = {
  order: {state: 'pending', payment: 'unpaid'},
  fulfilled: 0,
  queued: [],
  arrived: 0,
  sessions: ['open'],
}

/** After a press of the button that did not lead to Stripe. */
export const KEPT: ShopState = {...STARTED, sessions: []}

/** After a press of the button that was not for us to take. */
export const UNTOUCHED: ShopState = {...KEPT, order: undefined}

/** After a payment, once the mails are out. */
export const FULFILLED: ShopState = {
  order: {state: 'awaiting_details', payment: 'paid'},
  fulfilled: 1,
  queued: ['order_confirmation', 'owner_new_order'],
  arrived: 2,
  sessions: ['complete'],
}

/** The versions of terms and policy that the checkout page of a plan carries, as its form sends them. */
export async function versionsOnPage(
  siteUrl: string,
  plan = 'lifetime-access',
): Promise<{terms: string; policy: string}> {
  const page = await (await fetch(`${siteUrl}/checkout/${plan}`)).text()
  const valueAt = (name: string) => new RegExp(`name="${name}" value="([^"]+)"`).exec(page)?.[1] ?? ''
  return {terms: valueAt('terms'), policy: valueAt('policy')}
}

/** Sends the form of a checkout page, as a browser does unless `headers` says otherwise. Redirects are not followed. */
export async function postCheckout(
  {siteUrl}: Pick<RunningShop, 'siteUrl'>,
  fields: Record<string, string>,
  headers: Record<string, string> = {origin: siteUrl, 'sec-fetch-site': 'same-origin'},
): Promise<Response> {
  const versions = await versionsOnPage(siteUrl)
  return fetch(`${siteUrl}/api/checkout`, {
    method: 'POST',
    redirect: 'manual',
    headers,
    body: new URLSearchParams({plan: 'lifetime-access', ...versions, ...fields}),
  })
}

export type PaidOrder = {order: Order; sessionId: string; setupUrl: string}

/** An order that was bought over HTTP, with the link to its set-up form out of the confirmation mail. */
export async function buyPaidOrder(shop: RunningShop): Promise<PaidOrder> {
  const nonce = mintNonce()
  const answer = await postCheckout(shop, {nonce})
  const stripePage = answer.headers.get('location') ?? ''
  await payByCard(stripePage)
  const order = await eventually(
    () => findOrderOfNonce(shop.db, nonce),
    (found) => found?.state === 'awaiting_details',
    20_000,
  )
  if (order === undefined) throw new Error('No order was made.')
  return {
    order,
    sessionId: /cs_test_\w+/.exec(stripePage)?.[0] ?? '',
    setupUrl: await setupLinkOf(shop, order.id),
  }
}

/** The newest link to the set-up form that was mailed for an order. */
export async function setupLinkOf(shop: RunningShop, orderId: string): Promise<string> {
  const mails = await eventually(
    () => shop.inbox.about(orderId),
    (found) => found.some(({text}) => text.includes('/setup?link=')),
  )
  return mails.map(({text}) => /\S+\/setup\?link=[\w-]{43}/.exec(text)?.[0]).find(Boolean) ?? ''
}
