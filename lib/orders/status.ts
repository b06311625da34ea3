import type {Commerce} from '../context.ts'
import type {Order} from '../db/schema.ts'
import {formatMoney} from '../format/money.ts'
import type {OrderStatus, OrderView} from '../format/order-status.ts'
import {maskEmail} from '../format/text.ts'
import {checkoutPath} from '../links/checkout-path.ts'
import {isBusy, isUnreachable} from '../stripe.ts'
import {fulfil} from './fulfil.ts'
import {findContact, findOrderOfSession, listAttempts} from './store.ts'

type Parts = Pick<Commerce, 'db' | 'stripe' | 'livemode' | 'log'>

/**
 * Brings the order of a Checkout Session up to date and tells how it stands. A person who holds the session's id is taken for its
 * buyer. Never throws: an error's message may quote what the buyer typed, and must not be logged.
 */
export async function getOrderStatus(parts: Parts, sessionId: string): Promise<OrderStatus> {
  try {
    const isKnown = await bringUpToDate(parts, sessionId)
    const order = isKnown ? await findOrderOfSession(parts.db, sessionId) : undefined
    if (order === undefined) return {status: 'not-yours'}
    const status = await statusOf(parts, order, sessionId)
    const contact = status === 'paid' ? await findContact(parts.db, order.id) : undefined
    const {
      id: orderId,
      planName,
      amountTotal,
      amountRefunded,
      currency,
      state,
      plan,
      nonce,
      detailsAt,
    } = order
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
    }
  } catch (error) {
    parts.log.error({error: error instanceof Error ? error.name : 'unknown'}, 'an order cannot be shown')
    return {status: 'unknown-now'}
  }
}

async function statusOf({db}: Parts, order: Order, sessionId: string): Promise<OrderView['status']> {
  if (order.paidSessionId !== null) return 'paid'
  if (order.payment === 'processing' || order.payment === 'failed') return order.payment
  const attempts = await listAttempts(db, order.id)
  const attempt = attempts.find((candidate) => candidate.sessionId === sessionId)
  return attempt?.status === 'expired' ? 'expired' : 'unpaid'
}

/** Returns whether the session is one of this site's. */
async function bringUpToDate(parts: Parts, sessionId: string): Promise<boolean> {
  try {
    return (await fulfil(parts, sessionId)).ok
  } catch (error) {
    // The page then tells what is known here; the webhook or `syncMissedOrders` will bring the rest.
    if (isUnreachable(error) || isBusy(error)) return true
    throw error
  }
}
