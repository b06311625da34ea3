import {and, asc, desc, eq, inArray, isNull, ne, sql} from 'drizzle-orm'
import {z} from 'zod'
import {mintToken, readableId} from '../crypto.ts'
import type {Database, Executor, Transaction} from '../db/database.ts'
import {
  type AttemptStatus,
  type Cause,
  type CheckoutAttempt,
  checkoutAttempts,
  customerContacts,
  type Order,
  type OrderState,
  orderHistory,
  orders,
  outbox,
  type RefundRequest,
  refunds,
  setupLinks,
} from '../db/schema.ts'
import {readVersionReference} from '../format/policy-version.ts'
import {versionPath} from '../links/paths.ts'
import {mayMove} from './states.ts'

/** An order id as a person may type it. An id, such as `PP-7K3F-92QM-X1ZD`, is 60 random bits, readable aloud. */
export const orderIdSchema = z
  .string()
  .trim()
  .toUpperCase()
  .regex(/^PP(?:-[0-9A-HJKMNP-TV-Z]{4}){3}$/, {error: 'must be an order id such as PP-7K3F-92QM-X1ZD'})

export const newOrderId = (): string => readableId('PP', 3)

// Making an order

/** Versions of the documents that the page linked to, each as `<document id>@<revision>`. */
export type Versions = {terms: string; policy: string}

export type OrderRequest = {
  nonce: string
  plan: {slug: string; name: string; lookupKey: string}
  versions: Versions
  livemode: boolean
}

export type CreateOrderResult =
  /** `isNew`: made by this very call, so that nothing can have happened to it yet. */
  {ok: true; order: Order; isNew: boolean} | {ok: false; reason: 'nonce-reused'}

/**
 * Makes the order of a checkout page, or finds the one that was made before from the same page.
 *
 * `nonce-reused`: that one is for something else, so the request was not made by our page.
 */
export async function createOrder(db: Database, request: OrderRequest): Promise<CreateOrderResult> {
  const {nonce, plan, versions, livemode} = request
  const [created] = await db
    .insert(orders)
    .values({
      id: newOrderId(),
      nonce,
      plan: plan.slug,
      planName: plan.name,
      lookupKey: plan.lookupKey,
      termsVersion: versions.terms,
      policyVersion: versions.policy,
      livemode,
    })
    .onConflictDoNothing({target: orders.nonce})
    .returning()
  if (created !== undefined) return {ok: true, order: created, isNew: true}

  const order = await findOrderOfNonce(db, nonce)
  if (order?.plan !== plan.slug || order.livemode !== livemode) return {ok: false, reason: 'nonce-reused'}
  return {ok: true, order: await renewVersions(db, order, versions), isNew: false}
}

/** An unpaid order that is taken up again is made under what is in force now, which the buyer's page has just linked to. */
async function renewVersions(db: Database, order: Order, {terms, policy}: Versions): Promise<Order> {
  if (order.termsVersion === terms && order.policyVersion === policy) return order
  const [renewed] = await db
    .update(orders)
    .set({termsVersion: terms, policyVersion: policy, updatedAt: sql`now()`})
    .where(
      and(
        eq(orders.id, order.id),
        eq(orders.state, 'pending'),
        inArray(orders.payment, ['unpaid', 'failed']),
      ),
    )
    .returning()
  return renewed ?? order
}

// Finding an order

export async function findOrder(db: Executor, orderId: string): Promise<Order | undefined> {
  const [order] = await db.select().from(orders).where(eq(orders.id, orderId))
  return order
}

/** The order that was made from a checkout page, once its button was pressed. */
export async function findOrderOfNonce(db: Executor, nonce: string): Promise<Order | undefined> {
  const [order] = await db.select().from(orders).where(eq(orders.nonce, nonce))
  return order
}

/** The order that a Checkout Session was made for, if that was here. */
export async function findOrderOfSession(db: Executor, sessionId: string): Promise<Order | undefined> {
  const [found] = await db
    .select({order: orders})
    .from(checkoutAttempts)
    .innerJoin(orders, eq(orders.id, checkoutAttempts.orderId))
    .where(eq(checkoutAttempts.sessionId, sessionId))
  return found?.order
}

/** The order that a payment intent is known to have paid. */
export async function findOrderOfIntent(db: Executor, paymentIntentId: string): Promise<Order | undefined> {
  const [order] = await db.select().from(orders).where(eq(orders.paymentIntentId, paymentIntentId))
  return order
}

/** The order, with its row locked until the transaction ends. Throws when there is none: orders are never removed. */
export async function lockOrder(transaction: Transaction, orderId: string): Promise<Order> {
  const [order] = await transaction.select().from(orders).where(eq(orders.id, orderId)).for('update')
  if (order === undefined) throw new Error(`There is no order ${orderId}.`)
  return order
}

// Changing an order

type Changeable = Omit<Order, 'id' | 'nonce' | 'state' | 'version' | 'createdAt' | 'updatedAt' | 'livemode'>

/** Changes what an order holds, all but its state, and counts its version up. The caller has locked the row. */
export async function changeOrder(
  transaction: Transaction,
  orderId: string,
  change: Partial<Changeable>,
): Promise<void> {
  await transaction
    .update(orders)
    .set({...change, version: sql`${orders.version} + 1`, updatedAt: sql`now()`})
    .where(eq(orders.id, orderId))
}

export type Move = {
  to: OrderState
  cause: Cause
  /** An id or a few words for the history; never personal data. */
  detail: string
}

export type MoveResult =
  | {ok: true}
  | {ok: false; reason: 'illegal-transition'; from: OrderState; to: OrderState}

/** Moves an order to another state, if that is legal, and writes it into its history. The caller has locked the row. */
export async function moveOrder(transaction: Transaction, order: Order, move: Move): Promise<MoveResult> {
  const {to, cause, detail} = move
  const from = order.state
  if (!mayMove(from, to, cause)) return {ok: false, reason: 'illegal-transition', from, to}
  await transaction
    .update(orders)
    .set({state: to, version: sql`${orders.version} + 1`, updatedAt: sql`now()`})
    .where(eq(orders.id, order.id))
  await transaction
    .insert(orderHistory)
    .values({orderId: order.id, fromState: from, toState: to, cause, detail})
  return {ok: true}
}

// The sessions of an order

/** Every session, or session to be, of an order, newest first. */
export function listAttempts(db: Executor, orderId: string): Promise<CheckoutAttempt[]> {
  return db
    .select()
    .from(checkoutAttempts)
    .where(eq(checkoutAttempts.orderId, orderId))
    .orderBy(desc(checkoutAttempts.attempt))
}

/**
 * Opens the attempt after `previous` (0 for the first). When several ask at once, one row is made and all of them go
 * on with it.
 *
 * @returns the attempt; nothing when another process was faster
 */
export async function openAttempt(
  db: Executor,
  orderId: string,
  previous: number,
  priceId: string,
): Promise<CheckoutAttempt | undefined> {
  const [opened] = await db
    .insert(checkoutAttempts)
    .values({orderId, attempt: previous + 1, priceId})
    .onConflictDoNothing()
    .returning()
  return opened
}

/** Writes what became of an attempt that was last seen as `attempt.status`; nothing when that has changed since. */
export async function updateAttempt(
  db: Executor,
  {orderId, attempt, status}: Pick<CheckoutAttempt, 'orderId' | 'attempt' | 'status'>,
  change: {status: AttemptStatus; sessionId?: string},
): Promise<void> {
  const {orderId: ofOrder, attempt: number, status: seen} = checkoutAttempts
  await db
    .update(checkoutAttempts)
    .set({...change, updatedAt: new Date()})
    .where(and(eq(ofOrder, orderId), eq(number, attempt), eq(seen, status)))
}

// The link to the set-up form

/** Days that a link works. */
const LINK_DAYS = 14

/**
 * Mints a link for one mail and revokes those of all other mails. A mail that is sent again gets a further link, and
 * the one of its first copy stays good: the client may have received either.
 *
 * @returns the token that goes into the mail; only its hash is kept.
 */
export async function issueSetupLink(
  transaction: Transaction,
  orderId: string,
  outboxId: string,
): Promise<string> {
  const {token, hash} = mintToken()
  await transaction
    .update(setupLinks)
    .set({revokedAt: sql`now()`})
    .where(
      and(eq(setupLinks.orderId, orderId), ne(setupLinks.outboxId, outboxId), isNull(setupLinks.revokedAt)),
    )
  await transaction.insert(setupLinks).values({
    orderId,
    outboxId,
    tokenHash: hash,
    expiresAt: sql`now() + make_interval(days => ${LINK_DAYS})`,
  })
  return token
}

// Looking at orders

export type OrderLine = {
  id: string
  state: OrderState
  plan: string
  /** Cents. */
  amountTotal: number | null
  /** Cents of it that were given back. */
  amountRefunded: number
  currency: string | null
  businessName: string | null
  createdAt: Date
  paidAt: Date | null
  detailsAt: Date | null
}

/** Orders, newest first. */
export function listOrders(
  db: Executor,
  {state, limit}: {state?: OrderState; limit: number},
): Promise<OrderLine[]> {
  const {id, plan, amountTotal, amountRefunded, currency, createdAt, paidAt, detailsAt} = orders
  const {businessName} = customerContacts
  return db
    .select({
      id,
      state: orders.state,
      plan,
      amountTotal,
      amountRefunded,
      currency,
      businessName,
      createdAt,
      paidAt,
      detailsAt,
    })
    .from(orders)
    .leftJoin(customerContacts, eq(customerContacts.orderId, orders.id))
    .where(state && eq(orders.state, state))
    .orderBy(desc(orders.createdAt))
    .limit(limit)
}

/** Everything about an order but its service data. Undefined when there is no such order. */
export async function showOrder(db: Executor, orderId: string) {
  const order = await findOrder(db, orderId)
  if (order === undefined) return undefined
  return {
    order,
    contact: await findContact(db, orderId),
    refunds: await listRefundRequests(db, orderId),
    attempts: await listAttempts(db, orderId),
    history: await db
      .select()
      .from(orderHistory)
      .where(eq(orderHistory.orderId, orderId))
      .orderBy(asc(orderHistory.id)),
    mails: await db.select().from(outbox).where(eq(outbox.orderId, orderId)).orderBy(asc(outbox.createdAt)),
  }
}

/** The refunds of an order that the owner asked for, oldest first. */
export function listRefundRequests(db: Executor, orderId: string): Promise<RefundRequest[]> {
  return db.select().from(refunds).where(eq(refunds.orderId, orderId)).orderBy(asc(refunds.attempt))
}

/** What is kept about the client of an order. */
export async function findContact(db: Executor, orderId: string) {
  const [contact] = await db.select().from(customerContacts).where(eq(customerContacts.orderId, orderId))
  return contact
}

/** A text that an order was made under, as it was then. */
export type AgreedText = {
  /** `The terms`, `The privacy policy`. */
  name: string
  number: number
  /** SHA-256 of the text. */
  hash: string
  /** The page of that very version. */
  path: string
}

/** The very texts that the buyer of an order agreed to; none for orders from before the site kept versions. */
export function agreedTexts({
  termsVersion,
  policyVersion,
}: Pick<Order, 'termsVersion' | 'policyVersion'>): AgreedText[] {
  const texts = [
    {name: 'The terms', slug: 'terms', reference: termsVersion},
    {name: 'The privacy policy', slug: 'privacy', reference: policyVersion},
  ]
  return texts.flatMap(({name, slug, reference}) => {
    const version = readVersionReference(reference)
    return version
      ? [{name, number: version.number, hash: version.hash, path: versionPath(slug, version.number)}]
      : []
  })
}
