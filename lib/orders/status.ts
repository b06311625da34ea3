import type {Commerce} from '../commerce.ts'
import type {Order} from '../db/schema.ts'
import type {OrderStatus, OrderView} from '../format/purchases.ts'
import {formatMoney, maskEmail} from '../format/text.ts'
import {DeadlineExceeded, VISITOR_WAITS_MS, withDeadline} from '../http/deadline.ts'
import {checkoutPath} from '../links/paths.ts'
import {isBusy, isUnreachable} from '../stripe.ts'
import {agreedTexts} from './agreed-texts.ts'
import {fulfil} from './fulfil.ts'
import {findContact, findOrderOfSession, listAttempts} from './store.ts'

/** Leaves time to look up what is known here. */
const STRIPE_WITHIN_MS = VISITOR_WAITS_MS - 1_000

type Parts = Pick<Commerce, 'db' | 'stripe' | 'livemode' | 'log'>

/**
 * Brings the order of a Checkout Session up to date and tells how it stands. A person who holds the session's id is taken for its
 * buyer. Never throws: an error's message may quote what the buyer typed, and must not be logged.
 */
export async function getOrderStatus(parts: Parts, sessionId: string): Promise<OrderStatus> {
  try {
    return await withDeadline(lookUp(parts, sessionId))
  } catch (error) {
    parts.log.error({error: error instanceof Error ? error.name : 'unknown'}, 'an order cannot be shown')
    return {status: 'unknown-now'}
  }
}

async function lookUp(parts: Parts, sessionId: string): Promise<OrderStatus> {
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
