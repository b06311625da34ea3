import {unstable_cache} from 'next/cache'
import type {Commerce} from '../../commerce.ts'
import type {Order} from '../../db/schema.ts'
import type {OrderStatus, OrderView} from '../../format/purchases.ts'
import {formatMoney, maskEmail} from '../../format/text.ts'
import {DeadlineExceeded, VISITOR_WAITS_MS, withDeadline} from '../../http/request.ts'
import {checkoutPath} from '../../links/paths.ts'
import {isBusy, isUnreachable} from '../../stripe.ts'
import {fulfil} from '../fulfil.ts'
import {alertIfUnsellable, type PlanPrice, type PriceResult, readPrice} from '../prices.ts'
import {agreedTexts, findContact, findOrderOfNonce, findOrderOfSession, listAttempts} from '../store.ts'

/**
 * What a checkout page has to show. `offer`: the button; `returned` when the buyer has been on Stripe's page before.
 * `bought`, `processing`: the order of this page is paid, or waits for its money. `stale`: this page can buy nothing any more, and
 * a fresh one must take its place. `unavailable`: there is nothing to sell now.
 */
export type CheckoutView =
  | {kind: 'offer'; price: PlanPrice; returned: boolean}
  | {kind: 'bought' | 'processing'; sessionId: string}
  | {kind: 'stale' | 'unavailable'}

/** Finds out what the page with this nonce has to show. Never throws: a service that does not answer is `unavailable`. */
export async function getCheckoutView(
  {db, stripe, log}: Pick<Commerce, 'db' | 'stripe' | 'log'>,
  {slug, lookupKey}: {slug: string; lookupKey: string | null},
  nonce: string,
): Promise<CheckoutView> {
  try {
    return await withDeadline(lookUpView({db, stripe, log}, {slug, lookupKey}, nonce))
  } catch (error) {
    log.error(
      {plan: slug, error: error instanceof Error ? error.name : 'unknown'},
      'checkout cannot be shown',
    )
  }
  return {kind: 'unavailable'}
}

async function lookUpView(
  {db, stripe, log}: Pick<Commerce, 'db' | 'stripe' | 'log'>,
  {slug, lookupKey}: {slug: string; lookupKey: string | null},
  nonce: string,
): Promise<CheckoutView> {
  const order = await findOrderOfNonce(db, nonce)
  if (order !== undefined) {
    if (order.plan !== slug) return {kind: 'stale'}
    if (order.paidSessionId !== null) return {kind: 'bought', sessionId: order.paidSessionId}
    if (order.state !== 'pending') return {kind: 'stale'}
    const [newest] = await listAttempts(db, order.id)
    if (order.payment === 'processing' && newest?.sessionId)
      return {kind: 'processing', sessionId: newest.sessionId}
  }
  const found = await shownPrice({stripe, log}, lookupKey ?? '')
  if (found.ok) return {kind: 'offer', price: found.price, returned: order !== undefined}
  log.error({plan: slug, lookupKey, reason: found.reason}, 'a plan cannot be sold')
  await alertIfUnsellable(db, slug, found)
  return {kind: 'unavailable'}
}

/** Leaves time to look up what is known here. */
const STRIPE_WITHIN_MS = VISITOR_WAITS_MS - 1_000

type Parts = Pick<Commerce, 'db' | 'stripe' | 'livemode' | 'log'>

/**
 * Brings the order of a Checkout Session up to date and tells how it stands. A person who holds the session's id is taken for its
 * buyer. Never throws: an error's message may quote what the buyer typed, and must not be logged.
 */
export async function getOrderStatus(parts: Parts, sessionId: string): Promise<OrderStatus> {
  try {
    return await withDeadline(lookUpStatus(parts, sessionId))
  } catch (error) {
    parts.log.error({error: error instanceof Error ? error.name : 'unknown'}, 'an order cannot be shown')
    return {status: 'unknown-now'}
  }
}

async function lookUpStatus(parts: Parts, sessionId: string): Promise<OrderStatus> {
  const asked = await bringUpToDate(parts, sessionId)
  const order = asked === 'not-ours' ? undefined : await findOrderOfSession(parts.db, sessionId)
  if (order === undefined) return {status: 'not-yours'}
  const status = await statusOf(parts, order, sessionId)
  // Without Stripe's word an order may have been paid a moment ago, so nothing is said of one that is not known to be.
  if (asked === 'unanswered' && status !== 'paid') return {status: 'unknown-now'}
  const contact = status === 'paid' ? await findContact(parts.db, order.id) : undefined
  const {id: orderId, planName, amountTotal, amountRefunded, currency, state, plan, nonce, detailsAt} = order
  const inWords = (cents: number | null) =>
    cents !== null && currency !== null ? formatMoney(cents, currency) : undefined
  return {
    status,
    orderId,
    planName,
    amount: inWords(amountTotal),
    refunded: inWords(amountRefunded || null),
    email: contact?.email ? maskEmail(contact.email) : undefined,
    state,
    hasDetails: detailsAt !== null,
    payHref: checkoutPath(plan, {order: nonce}),
    agreed: agreedTexts(order),
  }
}

async function statusOf({db}: Parts, order: Order, sessionId: string): Promise<OrderView['status']> {
  if (order.paidSessionId !== null) return 'paid'
  if (order.payment === 'processing' || order.payment === 'failed') return order.payment
  const attempts = await listAttempts(db, order.id)
  const attempt = attempts.find((candidate) => candidate.sessionId === sessionId)
  return attempt?.status === 'expired' ? 'expired' : 'unpaid'
}

/** What Stripe says of a session is written into its order. `unanswered`: Stripe could not be asked, or not in time. */
async function bringUpToDate(parts: Parts, sessionId: string): Promise<'done' | 'not-ours' | 'unanswered'> {
  try {
    const {ok} = await withDeadline(fulfil(parts, sessionId), STRIPE_WITHIN_MS)
    return ok ? 'done' : 'not-ours'
  } catch (error) {
    // The page then tells what is known here; the webhook or `syncMissedOrders` will bring the rest.
    if (isUnreachable(error) || isBusy(error) || error instanceof DeadlineExceeded) return 'unanswered'
    throw error
  }
}

// Amounts that are kept for showing. They need Next's cache, so only `app` imports this file, and no command.

/** Expires every amount that is kept for showing. One tag for all: a lookup key may move from one price to another. */
export const PRICES_TAG = 'prices'

/** Seconds after which an amount is asked for again though no event of Stripe's has told of a change. */
const MAX_AGE_S = 3_600

/** Seconds after which a page that was made without an amount asks for it again. */
const MAX_AGE_WITHOUT_AMOUNT_S = 60

/**
 * What plans cost now, by the lookup keys of their prices. A plan that cannot be sold at the moment is missing, and the
 * page that is being made is made anew before long.
 */
export async function shownPrices(
  parts: Pick<Commerce, 'stripe' | 'log'>,
  lookupKeys: readonly string[],
): Promise<Record<string, PlanPrice>> {
  const found = await Promise.all(
    [...new Set(lookupKeys)].map(async (key) => [key, await shownPrice(parts, key)] as const),
  )
  if (found.some(([, result]) => !result.ok)) await shortenLifeOfPage()
  return Object.fromEntries(found.flatMap(([key, result]) => (result.ok ? [[key, result.price]] : [])))
}

/** A page lives no longer than the shortest-lived answer that it was made with; Next has no other way to say it. */
const shortenLifeOfPage = unstable_cache(async () => MAX_AGE_WITHOUT_AMOUNT_S, ['a-price-is-missing'], {
  tags: [PRICES_TAG],
  revalidate: MAX_AGE_WITHOUT_AMOUNT_S,
})

class Refused extends Error {
  readonly result: Exclude<PriceResult, {ok: true}>

  constructor(result: Exclude<PriceResult, {ok: true}>) {
    super(result.reason)
    this.result = result
  }
}

/**
 * What a plan costs, kept until Stripe tells of a change. What is charged is read anew when an order is made. A refusal is
 * not kept, so that the next reader asks again.
 */
export async function shownPrice(
  parts: Pick<Commerce, 'stripe' | 'log'>,
  lookupKey: string,
): Promise<PriceResult> {
  const read = async (): Promise<PlanPrice> => {
    const result = await readPrice(parts, lookupKey)
    if (!result.ok) throw new Refused(result)
    return result.price
  }
  try {
    const price = await unstable_cache(read, ['plan-price', lookupKey], {
      tags: [PRICES_TAG],
      revalidate: MAX_AGE_S,
    })()
    return {ok: true, price}
  } catch (error) {
    if (error instanceof Refused) return error.result
    throw error
  }
}
