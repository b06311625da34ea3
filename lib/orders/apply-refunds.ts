import {eq} from 'drizzle-orm'
import type Stripe from 'stripe'
import type {Transaction} from '../db/database.ts'
import {type Order, refunds} from '../db/schema.ts'
import {changeOrder} from './change-order.ts'
import {alertOwner} from './emails.ts'
import {moveOrder} from './move-order.ts'
import {resumeOrder} from './resume-order.ts'

/** What all refunds of a payment come to. */
export type RefundFacts = {amountRefunded: number; latestId: string | undefined}

/** A refund that failed or was cancelled gave nothing back; all others count from the moment they are made. */
export function refundFacts(list: readonly Stripe.Refund[]): RefundFacts {
  const counting = list.filter(({status}) => status !== 'failed' && status !== 'canceled')
  return {
    amountRefunded: counting.reduce((sum, {amount}) => sum + amount, 0),
    latestId: list[0]?.id,
  }
}

/** Writes what the refunds of a payment come to into its order, whose row is held. */
export async function applyRefunds(
  transaction: Transaction,
  order: Order,
  facts: RefundFacts,
): Promise<boolean> {
  if (facts.amountRefunded === order.amountRefunded || order.amountTotal === null) return false
  const isFull = facts.amountRefunded >= order.amountTotal
  const detail = facts.latestId ?? ''

  if (isFull && order.state !== 'refunded') {
    await moveOrder(transaction, order, {to: 'refunded', cause: 'stripe', detail})
    const resumeState = order.state === 'disputed' ? order.resumeState : order.state
    await changeOrder(transaction, order.id, {resumeState, payment: 'refunded'})
  }
  if (!isFull && order.payment === 'refunded') {
    if (order.state === 'refunded' && order.resumeState !== null) {
      await resumeOrder(transaction, order, {cause: detail, decision: 'failed'})
    }
    await changeOrder(transaction, order.id, {resumeState: null, payment: 'paid'})
    await transaction.update(refunds).set({status: 'failed'}).where(eq(refunds.orderId, order.id))
    await alertOwner(transaction, {orderId: order.id, alert: 'refund-failed', cause: detail})
  }
  await changeOrder(transaction, order.id, {amountRefunded: facts.amountRefunded})
  return true
}
