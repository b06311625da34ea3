import type {Transaction} from '../db/database.ts'
import type {Order} from '../db/schema.ts'
import {changeOrder} from './change-order.ts'
import {alertOwner, queueOrderMail} from './emails.ts'
import {keepContact} from './keep-contact.ts'
import {moveOrder} from './move-order.ts'
import type {SessionFacts} from './session-facts.ts'

/**
 * The fulfilment itself: the order is paid, who paid is kept, and the mails that follow are queued, all in the
 * caller's transaction. Returns whether anything changed; for an order that is paid already nothing does.
 */
export async function markPaid(
  transaction: Transaction,
  order: Order,
  facts: SessionFacts,
): Promise<boolean> {
  if (order.paidSessionId !== null) return noteAgain(transaction, order, facts)

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
  await keepContact(transaction, order.id, facts)
  for (const purpose of ['order_confirmation', 'owner_new_order'] as const) {
    await queueOrderMail(transaction, {purpose, orderId: order.id, dedupeKey: `${purpose}:${order.id}`})
  }
  return true
}

async function noteAgain(transaction: Transaction, order: Order, facts: SessionFacts): Promise<boolean> {
  if (order.paidSessionId !== facts.sessionId) {
    // Nothing here makes a second session payable, but a second charge must never pass in silence.
    return alertOwner(transaction, {orderId: order.id, alert: 'paid-twice', cause: facts.sessionId})
  }
  // The invoice may be made a moment after the payment.
  if (facts.invoiceId === order.invoiceId || facts.invoiceId === null) return false
  await changeOrder(transaction, order.id, {invoiceId: facts.invoiceId})
  return true
}
