import type {Transaction} from '../db/database.ts'
import type {Order} from '../db/schema/orders.ts'
import {enqueueMail} from '../outbox/enqueue-mail.ts'
import {listAttempts, noteAttempt} from './attempts.ts'
import {changeOrder} from './change-order.ts'
import {keepContact} from './keep-contact.ts'
import {markPaid} from './mark-paid.ts'
import type {SessionFacts} from './session-facts.ts'

/** Writes what a session says into its order, whose row is held. Returns whether anything changed. */
export async function applySession(
  transaction: Transaction,
  order: Order,
  facts: SessionFacts,
): Promise<boolean> {
  const attempts = await listAttempts(transaction, order.id)
  // A session whose creation was never heard of again is known by the number that it was made with.
  const attempt =
    attempts.find(({sessionId}) => sessionId === facts.sessionId) ??
    attempts.find((candidate) => candidate.sessionId === null && candidate.attempt === facts.attempt)
  const isNews = attempt !== undefined && (attempt.sessionId === null || attempt.status !== facts.status)
  if (isNews) await noteAttempt(transaction, attempt, {status: facts.status, sessionId: facts.sessionId})

  if (facts.payment === 'paid') return (await markPaid(transaction, order, facts)) || isNews

  const speaksForOrder = order.paidSessionId === null && attempts[0]?.attempt === attempt?.attempt
  const payment = speaksForOrder ? facts.payment : order.payment
  if (payment === order.payment && !isNews) return false
  await changeOrder(transaction, order.id, {payment})
  if (payment === order.payment) return true

  await keepContact(transaction, order.id, facts)
  if (payment === 'failed') {
    await enqueueMail(transaction, {
      purpose: 'payment_failed',
      orderId: order.id,
      dedupeKey: `payment_failed:${facts.sessionId}`,
    })
  }
  return true
}
