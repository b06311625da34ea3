import type {Commerce} from '../context.ts'
import type {Transaction} from '../db/database.ts'
import type {Order} from '../db/schema.ts'
import {listAttempts, noteAttempt} from './attempts.ts'
import {changeOrder} from './change-order.ts'
import {alertOwner, queueOrderMail} from './emails.ts'
import {findAttempt} from './find-attempt.ts'
import {keepContact} from './keep-contact.ts'
import {markPaid} from './mark-paid.ts'
import type {SessionFacts} from './session-facts.ts'

/**
 * Writes what a session says into its order, whose row is held. Returns whether anything changed. A session that names
 * the order but was not made here changes nothing; when it is paid, the owner is told.
 */
export async function applySession(
  transaction: Transaction,
  order: Order,
  facts: SessionFacts,
  log: Commerce['log'],
): Promise<boolean> {
  const attempts = await listAttempts(transaction, order.id)
  const attempt = findAttempt(attempts, facts)
  if (attempt === undefined) return refuseForeign(transaction, order, facts, log)
  const isNews = attempt.sessionId === null || attempt.status !== facts.status
  if (isNews) await noteAttempt(transaction, attempt, {status: facts.status, sessionId: facts.sessionId})

  if (facts.payment === 'paid') return (await markPaid(transaction, order, facts)) || isNews

  const speaksForOrder = order.paidSessionId === null && attempts[0]?.attempt === attempt.attempt
  const payment = speaksForOrder ? facts.payment : order.payment
  if (payment === order.payment && !isNews) return false
  await changeOrder(transaction, order.id, {payment})
  if (payment === order.payment) return true

  await keepContact(transaction, order.id, facts)
  if (payment === 'failed') {
    await queueOrderMail(transaction, {
      purpose: 'payment_failed',
      orderId: order.id,
      dedupeKey: `payment_failed:${facts.sessionId}`,
    })
  }
  return true
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
