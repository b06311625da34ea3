import type Stripe from 'stripe'
import type {Transaction} from '../db/database.ts'
import type {Order} from '../db/schema.ts'
import {changeOrder} from './change-order.ts'
import {alertOwner} from './emails.ts'
import {moveOrder} from './move-order.ts'
import {resumeOrder} from './resume-order.ts'

/** Where a dispute stands: https://docs.stripe.com/api/disputes/object#dispute_object-status */
export type DisputeFacts = {id: string; outcome: 'open' | 'won' | 'lost'}

export function disputeFacts({id, status}: Stripe.Dispute): DisputeFacts {
  if (status === 'lost') return {id, outcome: 'lost'}
  const isOver = status === 'won' || status === 'warning_closed' || status === 'prevented'
  return {id, outcome: isOver ? 'won' : 'open'}
}

/**
 * Writes where a dispute stands into its order, whose row is held. Returns whether anything changed. The news of its end may
 * come before that of its beginning, or alone; a dispute that is over says then what it came to.
 */
export async function applyDispute(
  transaction: Transaction,
  order: Order,
  {id, outcome}: DisputeFacts,
): Promise<boolean> {
  switch (outcome) {
    case 'open':
      return order.state !== 'disputed' && beginDispute(transaction, order, id)
    case 'won':
      return order.state === 'disputed' && winDispute(transaction, order, id)
    case 'lost':
      return loseDispute(transaction, order, id)
  }
}

async function beginDispute(transaction: Transaction, order: Order, disputeId: string): Promise<boolean> {
  await moveOrder(transaction, order, {to: 'disputed', cause: 'stripe', detail: disputeId})
  await changeOrder(transaction, order.id, {resumeState: order.state})
  await alertOwner(transaction, {orderId: order.id, alert: 'disputed', cause: disputeId})
  return true
}

async function winDispute(transaction: Transaction, order: Order, disputeId: string): Promise<boolean> {
  await resumeOrder(transaction, order, {cause: disputeId, decision: 'won'})
  await changeOrder(transaction, order.id, {resumeState: null})
  await alertOwner(transaction, {orderId: order.id, alert: 'dispute-won', cause: disputeId})
  return true
}

async function loseDispute(transaction: Transaction, order: Order, disputeId: string): Promise<boolean> {
  const isNews = await alertOwner(transaction, {orderId: order.id, alert: 'dispute-lost', cause: disputeId})
  if (order.state === 'refunded') return isNews
  if (order.state !== 'disputed') {
    await moveOrder(transaction, order, {to: 'disputed', cause: 'stripe', detail: disputeId})
  }
  const disputed: Order = {...order, state: 'disputed'}
  await moveOrder(transaction, disputed, {to: 'refunded', cause: 'stripe', detail: `${disputeId} lost`})
  await changeOrder(transaction, order.id, {payment: 'refunded'})
  return true
}
