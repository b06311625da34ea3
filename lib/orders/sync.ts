import {and, asc, eq, inArray, isNotNull, lt, notExists, or, sql} from 'drizzle-orm'
import type {Commerce} from '../commerce.ts'
import {confirmLease, type Lease, type Transaction} from '../db/database.ts'
import {checkoutAttempts, orders, type RefundRequest, refunds} from '../db/schema.ts'
import {describeStripeError} from '../stripe.ts'
import {claimEvent, isProcessed} from './apply-latest.ts'
import {fulfil} from './fulfil.ts'
import {endOutdatedSessions} from './prices.ts'
import {sendRefund} from './refunds.ts'
import {lockOrder, moveOrder} from './store.ts'
import {CATALOGUE_EVENTS, handleEvent, ORDER_EVENTS} from './stripe-events.ts'

export type SyncedOrders = {refunds: number; sessions: number; events: number; failures: number}

type Parts = Pick<Commerce, 'db' | 'stripe' | 'livemode' | 'log'>

/** What is younger is most likely still being handled by its own webhook or request. */
const SETTLED_AFTER_S = 60
const MAX_AT_ONCE = 200

/**
 * Finds what was missed while something was down: refunds that were asked for but not sent, sessions that ended without the site being told,
 * and events that Stripe could not deliver. One that fails does not hold up the others.
 */
export async function syncMissedOrders(parts: Parts, settledAfterS = SETTLED_AFTER_S): Promise<SyncedOrders> {
  const done: SyncedOrders = {refunds: 0, sessions: 0, events: 0, failures: 0}
  const attempt = async (about: Record<string, string>, work: () => Promise<void>) => {
    try {
      await work()
    } catch (error) {
      done.failures += 1
      parts.log.error({...about, ...describeStripeError(error)}, 'could not be reconciled')
    }
  }
  for (const request of await waitingRefunds(parts, settledAfterS)) {
    await attempt({orderId: request.orderId}, async () => {
      if ((await sendRefund(parts, request)).ok) done.refunds += 1
    })
  }
  for (const sessionId of await openSessions(parts, settledAfterS)) {
    await attempt({sessionId}, async () => {
      const result = await fulfil(parts, sessionId)
      if (result.ok && result.applied === 'changed') done.sessions += 1
    })
  }
  await attempt({}, async () => {
    const missed = parts.stripe.events.list({delivery_success: false, types: [...ORDER_EVENTS], limit: 100})
    // Newest first by Stripe's order; each is read again anyway, so the order does not matter.
    for (const event of await missed.autoPagingToArray({limit: MAX_AT_ONCE})) {
      if (await isProcessed(parts.db, event.id)) continue
      await attempt({eventId: event.id}, async () => {
        if ((await handleEvent(parts, event)).kind === 'order') done.events += 1
      })
    }
  })
  return done
}

const olderThan = (seconds: number) => sql`now() - make_interval(secs => ${seconds})`

/** Of orders of the key's own mode: one that was changed to live money knows nothing of those of test money. */
async function waitingRefunds({db, livemode}: Parts, seconds: number): Promise<RefundRequest[]> {
  const rows = await db
    .select({refund: refunds})
    .from(refunds)
    .innerJoin(orders, eq(orders.id, refunds.orderId))
    .where(
      and(
        eq(orders.livemode, livemode),
        eq(refunds.status, 'requested'),
        lt(refunds.requestedAt, olderThan(seconds)),
      ),
    )
  return rows.map(({refund}) => refund)
}

/** Of orders of the key's own mode. */
async function openSessions({db, livemode}: Parts, seconds: number): Promise<string[]> {
  const mayHaveEnded = eq(checkoutAttempts.status, 'open')
  const waitsForMoney = and(eq(checkoutAttempts.status, 'complete'), eq(orders.payment, 'processing'))
  const rows = await db
    .select({sessionId: checkoutAttempts.sessionId})
    .from(checkoutAttempts)
    .innerJoin(orders, eq(orders.id, checkoutAttempts.orderId))
    .where(
      and(
        eq(orders.livemode, livemode),
        isNotNull(checkoutAttempts.sessionId),
        inArray(orders.state, ['pending', 'cancelled']),
        or(mayHaveEnded, waitsForMoney),
        lt(checkoutAttempts.createdAt, olderThan(seconds)),
      ),
    )
    .orderBy(asc(checkoutAttempts.createdAt))
    .limit(MAX_AT_ONCE)
  return rows.flatMap(({sessionId}) => sessionId ?? [])
}

/**
 * Finds changes of prices and products that Stripe could not tell the site of, and expires the amounts that are
 * kept for showing. A change counts as processed only after that, so one that failed is found once more.
 *
 * @param expire expires every amount that is kept for showing
 * @returns how many such changes there were
 * @throws what Stripe, the database or `expire` throws
 */
export async function expireMissedPrices(parts: Parts, expire: () => Promise<void>): Promise<number> {
  const {db, stripe} = parts
  const events = await stripe.events
    .list({delivery_success: false, types: [...CATALOGUE_EVENTS], limit: 100})
    .autoPagingToArray({limit: MAX_AT_ONCE})
  const missed = []
  for (const event of events) if (!(await isProcessed(db, event.id))) missed.push(event)
  if (missed.length === 0) return 0
  await expire()
  await endOutdatedSessions(parts)
  for (const {id, type, created} of missed)
    await claimEvent(db, {id, type, createdAt: new Date(created * 1_000)})
  return missed.length
}

/** A session can be paid for a day at most, so a buyer who is away for a week does not come back to pay. */
const PENDING_DAYS = 7

const daysAgo = (days: number) => sql`now() - make_interval(days => ${days})`

/** Closes orders that stayed unpaid. Does nothing once another process has the lease. Returns how many. */
export async function cleanUp({db}: Pick<Commerce, 'db'>, lease: Lease): Promise<number> {
  return db.transaction(async (transaction) =>
    (await confirmLease(transaction, lease)) ? cancelUnpaid(transaction) : 0,
  )
}

async function cancelUnpaid(transaction: Transaction): Promise<number> {
  const payable = transaction
    .select({orderId: checkoutAttempts.orderId})
    .from(checkoutAttempts)
    .where(and(eq(checkoutAttempts.orderId, orders.id), eq(checkoutAttempts.status, 'open')))
  const stale = await transaction
    .select({id: orders.id})
    .from(orders)
    .where(
      and(
        eq(orders.state, 'pending'),
        inArray(orders.payment, ['unpaid', 'failed']),
        lt(orders.createdAt, daysAgo(PENDING_DAYS)),
        notExists(payable),
      ),
    )
    .limit(500)
  for (const {id} of stale) {
    const order = await lockOrder(transaction, id)
    await moveOrder(transaction, order, {
      to: 'cancelled',
      cause: 'system',
      detail: `unpaid for ${PENDING_DAYS} days`,
    })
  }
  return stale.length
}
