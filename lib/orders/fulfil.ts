import {and, eq, gt, isNull, ne, sql} from 'drizzle-orm'
import type Stripe from 'stripe'
import type {Commerce} from '../commerce.ts'
import type {Executor, Transaction} from '../db/database.ts'
import {type CheckoutAttempt, customerContacts, type Order, orders, type PaymentState} from '../db/schema.ts'
import {containsCardNumber} from '../format/card-number.ts'
import {oneLine, shortened} from '../format/text.ts'
import {alertOwnerOfSite} from '../owner-alerts.ts'
import {isMissing, withStripeRetry} from '../stripe.ts'
import {type Applied, applyLatestFromStripe, type StripeEventId} from './apply-latest.ts'
import {alertOwner, queueOrderMail} from './emails.ts'
import {
  changeOrder,
  findOrder,
  findOrderOfIntent,
  findOrderOfSession,
  listAttempts,
  moveOrder,
  orderIdSchema,
  updateAttempt,
} from './store.ts'

type Parts = Pick<Commerce, 'db' | 'stripe' | 'livemode' | 'log'>

export type FulfilResult =
  | {ok: true; orderId: string; applied: Applied}
  | {ok: false; reason: 'unknown-session' | 'not-ours' | 'livemode-mismatch'}

const SESSION_ID = /^cs_(?:test|live)_\w{8,240}$/

class LivemodeMismatch extends Error {
  readonly orderId: string | undefined

  constructor(orderId?: string) {
    super()
    this.orderId = orderId
  }
}

/**
 * Brings an order in line with its Checkout Session. The webhook, the thanks page and the search for missed orders all call it,
 * at any time, in any order and as often as they like: the order is fulfilled once.
 *
 * `unknown-session`: Stripe knows no such session. `not-ours`: it was not made for an order here.
 * `livemode-mismatch`: it or its order belongs to the other mode than the key; refused, logged as an error, and told to the owner.
 *
 * @throws what Stripe or the database throws; nothing is written then.
 */
export async function fulfil(
  {db, stripe, livemode, log}: Parts,
  sessionId: string,
  event?: StripeEventId,
): Promise<FulfilResult> {
  if (!SESSION_ID.test(sessionId)) return {ok: false, reason: 'unknown-session'}

  const read = async (): Promise<Stripe.Checkout.Session> => {
    const session = await withStripeRetry(() =>
      stripe.checkout.sessions.retrieve(sessionId, {expand: SESSION_EXPANSION}),
    )
    if (session.livemode !== livemode) throw new LivemodeMismatch()
    return session
  }
  /** For a session whose creation was never heard of again: the order that it was made for. */
  const findNamedOrder = async () => {
    const {orderId, attempt} = sessionFacts(await read())
    return orderId !== undefined && attempt !== undefined ? findOrder(db, orderId) : undefined
  }

  try {
    const order = (await findOrderOfSession(db, sessionId)) ?? (await findNamedOrder())
    if (order === undefined) return {ok: false, reason: 'not-ours'}
    if (order.livemode !== livemode) throw new LivemodeMismatch(order.id)
    const applied = await applyLatestFromStripe(db, {
      orderId: order.id,
      read,
      apply: (transaction, locked, session) => applySession(transaction, locked, sessionFacts(session), log),
      event,
    })
    if (applied === 'changed')
      log.info({orderId: order.id, sessionId, eventId: event?.id}, 'order brought up to date')
    return {ok: true, orderId: order.id, applied}
  } catch (error) {
    if (isMissing(error)) return {ok: false, reason: 'unknown-session'}
    if (!(error instanceof LivemodeMismatch)) throw error
    log.error({sessionId, livemode, eventId: event?.id}, 'a session of the other mode was refused')
    await alertLivemodeMismatch(db, error.orderId)
    return {ok: false, reason: 'livemode-mismatch'}
  }
}

/** Tells the owner that Stripe speaks of the other mode than the site's key: once for an order, and otherwise once a day (UTC). */
export async function alertLivemodeMismatch(db: Executor, orderId?: string): Promise<void> {
  if (orderId === undefined) await alertOwnerOfSite(db, 'livemode-mismatch')
  else await alertOwner(db, {orderId, alert: 'livemode-mismatch', cause: orderId})
}

/** Brings an order in line with every session that was made for it. The event counts as handled with the newest. */
export async function fulfilOrder(
  parts: Parts,
  orderId: string,
  event?: StripeEventId,
): Promise<FulfilResult> {
  let result: FulfilResult = {ok: false, reason: 'not-ours'}
  const sessions = (await listAttempts(parts.db, orderId)).flatMap(({sessionId}) => sessionId ?? []).reverse()
  for (const [index, sessionId] of sessions.entries()) {
    result = await fulfil(parts, sessionId, index === sessions.length - 1 ? event : undefined)
  }
  return result
}

/**
 * The order that a payment intent paid. News of a refund or a dispute may arrive before the news of the payment; the
 * order is then fulfilled first.
 */
export async function findOrderOfPayment(parts: Parts, paymentIntentId: string): Promise<Order | undefined> {
  const known = await findOrderOfIntent(parts.db, paymentIntentId)
  if (known !== undefined) return known

  const orderId = await namedOrder(parts, paymentIntentId)
  if (orderId === undefined) return undefined
  await fulfilOrder(parts, orderId)
  return findOrderOfIntent(parts.db, paymentIntentId)
}

async function namedOrder({stripe}: Parts, paymentIntentId: string): Promise<string | undefined> {
  try {
    const {metadata} = await withStripeRetry(() => stripe.paymentIntents.retrieve(paymentIntentId))
    return orderIdSchema.safeParse(metadata.order_id).data
  } catch (error) {
    if (isMissing(error)) return undefined
    throw error
  }
}

/** What one Checkout Session says about its order. */
type SessionFacts = {
  sessionId: string
  /** The order and its attempt that the session says it was made for; only a holder of the secret key can make it say so. */
  orderId: string | undefined
  attempt: number | undefined
  /** What is sold by it; undefined when that is not exactly one price. */
  priceId: string | undefined
  status: 'open' | 'complete' | 'expired'
  payment: Exclude<PaymentState, 'refunded'>
  /** Cents. */
  amountTotal: number
  currency: string
  paymentIntentId: string | null
  invoiceId: string | null
  stripeCustomerId: string | null
  contact: {name: string | null; businessName: string | null; email: string | null; phone: string | null}
}

/** What a session must be retrieved with to be read. */
const SESSION_EXPANSION = ['payment_intent', 'line_items']

/** Reads a session that was retrieved with `SESSION_EXPANSION`. */
function sessionFacts(session: Stripe.Checkout.Session): SessionFacts {
  const details = session.customer_details
  return {
    sessionId: session.id,
    orderId: orderIdSchema.safeParse(session.metadata?.order_id).data,
    attempt: Number(session.metadata?.attempt) || undefined,
    priceId: soldBy(session),
    status: statusOf(session),
    payment: paymentOf(session),
    amountTotal: session.amount_total ?? 0,
    currency: session.currency ?? '',
    paymentIntentId: idOf(session.payment_intent),
    invoiceId: idOf(session.invoice),
    stripeCustomerId: idOf(session.customer),
    contact: {
      name: details?.individual_name ?? details?.name ?? null,
      businessName: details?.business_name ?? null,
      email: details?.email ?? null,
      phone: details?.phone ?? null,
    },
  }
}

function soldBy({line_items: lines}: Stripe.Checkout.Session): string | undefined {
  const [line, another] = lines?.data ?? []
  return another === undefined && line?.quantity === 1 ? line.price?.id : undefined
}

function statusOf({status}: Stripe.Checkout.Session): SessionFacts['status'] {
  if (status === 'complete') return 'complete'
  return status === 'expired' ? 'expired' : 'open'
}

/**
 * A complete session that is not paid waits for a delayed payment, or that payment failed; only its payment intent
 * tells which (https://docs.stripe.com/payments/checkout/fulfill-orders#delayed-notification).
 */
function paymentOf(session: Stripe.Checkout.Session): SessionFacts['payment'] {
  if (session.status !== 'complete') return 'unpaid'
  if (session.payment_status !== 'unpaid') return 'paid'
  const intent = session.payment_intent
  if (intent === null || typeof intent === 'string') return 'processing'
  return intent.status === 'requires_payment_method' || intent.status === 'canceled' ? 'failed' : 'processing'
}

function idOf(value: string | {id?: string} | null): string | null {
  return typeof value === 'string' ? value : (value?.id ?? null)
}

/**
 * Writes what a session says into its order, whose row is locked. Returns whether anything changed. A session that names
 * the order but was not made here changes nothing; when it is paid, the owner is told.
 */
async function applySession(
  transaction: Transaction,
  order: Order,
  facts: SessionFacts,
  log: Commerce['log'],
): Promise<boolean> {
  const attempts = await listAttempts(transaction, order.id)
  const attempt = findAttempt(attempts, facts)
  if (attempt === undefined) return refuseForeign(transaction, order, facts, log)
  const isNews = attempt.sessionId === null || attempt.status !== facts.status
  if (isNews) await updateAttempt(transaction, attempt, {status: facts.status, sessionId: facts.sessionId})

  if (facts.payment === 'paid') return (await markPaid(transaction, order, facts)) || isNews

  const speaksForOrder = order.paidSessionId === null && attempts[0]?.attempt === attempt.attempt
  const payment = speaksForOrder ? facts.payment : order.payment
  if (payment === order.payment && !isNews) return false
  await changeOrder(transaction, order.id, {payment})
  if (payment === order.payment) return true

  await storeContact(transaction, order.id, facts)
  if (payment === 'processing' || payment === 'failed') {
    const purpose = `payment_${payment}` as const
    const dedupeKey = `${purpose}:${facts.sessionId}`
    await queueOrderMail(transaction, {purpose, orderId: order.id, dedupeKey})
  }
  return true
}

/**
 * The attempt of an order that a session was made for. A session whose creation was never heard of again is known by the
 * order and the number that it was made with, and must sell what that attempt was to sell.
 *
 * @returns undefined when the session was not made here: any payment link of the account can carry an order's id.
 */
function findAttempt(
  attempts: readonly CheckoutAttempt[],
  facts: Pick<SessionFacts, 'sessionId' | 'orderId' | 'attempt' | 'priceId'>,
): CheckoutAttempt | undefined {
  const known = attempts.find(({sessionId}) => sessionId === facts.sessionId)
  if (known !== undefined) return known
  return attempts.find(
    ({orderId, attempt, priceId, sessionId}) =>
      sessionId === null &&
      orderId === facts.orderId &&
      attempt === facts.attempt &&
      priceId === facts.priceId,
  )
}

async function refuseForeign(
  transaction: Transaction,
  {id: orderId}: Order,
  {sessionId, payment}: SessionFacts,
  log: Commerce['log'],
): Promise<false> {
  log.error({orderId, sessionId, payment}, 'a session that was not made here names an order')
  if (payment === 'paid') {
    await alertOwner(transaction, {orderId, alert: 'foreign-payment', cause: sessionId})
  }
  return false
}

/**
 * The fulfilment itself: the order is paid, the client's contact is stored, and the mails that follow are queued, all in the
 * caller's transaction. Returns whether anything changed; for an order that is paid already nothing does.
 */
async function markPaid(transaction: Transaction, order: Order, facts: SessionFacts): Promise<boolean> {
  if (order.paidSessionId !== null) return notePaidAgain(transaction, order, facts)

  const moved = await moveOrder(transaction, order, {to: 'paid', cause: 'stripe', detail: facts.sessionId})
  if (!moved.ok)
    throw new Error(`Order ${order.id} is ${moved.from} and cannot be paid by ${facts.sessionId}.`)
  await changeOrder(transaction, order.id, {
    payment: 'paid',
    paidAt: new Date(),
    paidSessionId: facts.sessionId,
    paymentIntentId: facts.paymentIntentId,
    invoiceId: facts.invoiceId,
    amountTotal: facts.amountTotal,
    currency: facts.currency,
  })
  await storeContact(transaction, order.id, facts)
  for (const purpose of ['order_confirmation', 'owner_new_order'] as const) {
    await queueOrderMail(transaction, {purpose, orderId: order.id, dedupeKey: `${purpose}:${order.id}`})
  }
  await tellOfSecondPurchase(transaction, order.id, facts.contact.email)
  return true
}

/** Two paid orders of one person within this time may be one that was meant. */
const SAME_PURCHASE_HOURS = 24

/** Tells the owner when the same address has just paid for another order. A lock lets two that arrive at once see each other. */
async function tellOfSecondPurchase(
  transaction: Transaction,
  orderId: string,
  email: string | null,
): Promise<void> {
  if (email === null) return
  const address = oneLine(email).toLowerCase()
  await transaction.execute(sql`select pg_advisory_xact_lock(hashtextextended(${`purchase:${address}`}, 0))`)
  const others = await transaction
    .select({id: orders.id})
    .from(orders)
    .innerJoin(customerContacts, eq(customerContacts.orderId, orders.id))
    .where(
      and(
        ne(orders.id, orderId),
        eq(orders.payment, 'paid'),
        gt(orders.paidAt, sql`now() - make_interval(hours => ${SAME_PURCHASE_HOURS})`),
        eq(sql`lower(${customerContacts.email})`, address),
      ),
    )
    .limit(1)
  if (others.length > 0) await alertOwner(transaction, {orderId, alert: 'bought-twice', cause: orderId})
}

async function notePaidAgain(transaction: Transaction, order: Order, facts: SessionFacts): Promise<boolean> {
  if (order.paidSessionId !== facts.sessionId) {
    // Nothing here makes a second session payable, but the owner must hear of a second charge.
    return alertOwner(transaction, {orderId: order.id, alert: 'paid-twice', cause: facts.sessionId})
  }
  // The invoice may be made a moment after the payment.
  if (facts.invoiceId === order.invoiceId || facts.invoiceId === null) return false
  await changeOrder(transaction, order.id, {invoiceId: facts.invoiceId})
  return true
}

/**
 * Far above any name, phone number or address of a person, and short enough for a mail and a table. What is cut ends in an ellipsis,
 * with which an address is none that mail is sent to: the owner is then told.
 */
const MAX_LETTERS = {name: 200, phone: 40, email: 254}

/**
 * Stores the four things that the buyer told Stripe about themselves. A card number that was typed where a name belongs is
 * not stored.
 */
async function storeContact(
  transaction: Transaction,
  orderId: string,
  {contact, stripeCustomerId}: Pick<SessionFacts, 'contact' | 'stripeCustomerId'>,
): Promise<void> {
  const values = {
    name: storableName(contact.name),
    businessName: storableName(contact.businessName),
    email: contact.email && shortened(oneLine(contact.email), MAX_LETTERS.email),
    phone: contact.phone && shortened(oneLine(contact.phone), MAX_LETTERS.phone),
    stripeCustomerId,
    updatedAt: new Date(),
  }
  await transaction
    .insert(customerContacts)
    .values({orderId, ...values})
    .onConflictDoUpdate({
      target: customerContacts.orderId,
      set: values,
      // What was erased is not brought back by late news of the payment.
      setWhere: isNull(customerContacts.erasedAt),
    })
}

function storableName(name: string | null): string | null {
  return name === null || containsCardNumber(name) ? null : shortened(oneLine(name), MAX_LETTERS.name)
}
