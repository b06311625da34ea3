import type Stripe from 'stripe'
import type {Transaction} from '../db/database.ts'
import type {Order} from '../db/schema/orders.ts'
import {enqueueMail} from '../outbox/enqueue-mail.ts'
import {changeOrder} from './change-order.ts'
import {moveOrder} from './move-order.ts'

/** Where a dispute stands: https://docs.stripe.com/api/disputes/object#dispute_object-status */
export type DisputeFacts = {id: string; outcome: 'open' | 'won' | 'lost'}

export function disputeFacts({id, status}: Stripe.Dispute): DisputeFacts {
  if (status === 'lost') return {id, outcome: 'lost'}
  const isOver = status === 'won' || status === 'warning_closed' || status === 'prevented'
  return {id, outcome: isOver ? 'won' : 'open'}
}

/** Writes where a dispute stands into its order, whose row is held. */
export async function applyDispute(
  transaction: Transaction,
  order: Order,
  facts: DisputeFacts,
): Promise<boolean> {
  const {id, outcome} = facts
  if (outcome === 'open') {
    if (order.state === 'disputed') return false
    await moveOrder(transaction, order, {to: 'disputed', cause: 'stripe', detail: id})
    await changeOrder(transaction, order.id, {resumeState: order.state})
    return alertOwner(transaction, order.id, id, 'disputed')
  }
  if (order.state !== 'disputed') return false
  const to = outcome === 'lost' ? 'refunded' : (order.resumeState ?? 'paid')
  await moveOrder(transaction, order, {to, cause: 'stripe', detail: `${id} ${outcome}`})
  await changeOrder(transaction, order.id, outcome === 'lost' ? {payment: 'refunded'} : {resumeState: null})
  return alertOwner(transaction, order.id, id, `dispute-${outcome}`)
}

async function alertOwner(transaction: Transaction, orderId: string, disputeId: string, subject: string) {
  const dedupeKey = `owner_alert:${subject}:${disputeId}`
  await enqueueMail(transaction, {purpose: 'owner_alert', orderId, subject, dedupeKey})
  return true
}
