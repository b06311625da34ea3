import type Stripe from 'stripe'
import type {Commerce} from '../context.ts'
import {withStripeRetry} from '../stripe.ts'
import {applyDispute, disputeFacts} from './apply-dispute.ts'
import {type Applied, applyFresh} from './apply-fresh.ts'
import {applyRefunds, refundFacts} from './apply-refunds.ts'
import type {StripeEventId} from './claim-event.ts'
import {findOrderOfPayment} from './find-order-of-payment.ts'

type Parts = Pick<Commerce, 'db' | 'stripe' | 'livemode' | 'log'>
export type SyncResult = {ok: true; orderId: string; applied: Applied} | {ok: false; reason: 'not-ours'}

/** Brings an order in line with the refunds of its payment, as Stripe has them now. */
export async function syncRefunds(
  parts: Parts,
  paymentIntentId: string,
  event?: StripeEventId,
): Promise<SyncResult> {
  const order = await findOrderOfPayment(parts, paymentIntentId)
  if (order === undefined) return {ok: false, reason: 'not-ours'}
  const applied = await applyFresh(parts.db, {
    orderId: order.id,
    read: () =>
      withStripeRetry(() => parts.stripe.refunds.list({payment_intent: paymentIntentId, limit: 100})),
    apply: (transaction, held, {data}) => applyRefunds(transaction, held, refundFacts(data)),
    event,
  })
  return {ok: true, orderId: order.id, applied}
}

/** Brings an order in line with a dispute of its payment, as Stripe has it now. */
export async function syncDispute(
  parts: Parts,
  disputeId: string,
  event?: StripeEventId,
): Promise<SyncResult> {
  const read = (): Promise<Stripe.Dispute> => withStripeRetry(() => parts.stripe.disputes.retrieve(disputeId))
  const {payment_intent: intent} = await read()
  const paymentIntentId = typeof intent === 'string' ? intent : intent?.id
  const order = paymentIntentId && (await findOrderOfPayment(parts, paymentIntentId))
  if (!order) return {ok: false, reason: 'not-ours'}
  const applied = await applyFresh(parts.db, {
    orderId: order.id,
    read,
    apply: (transaction, held, dispute) => applyDispute(transaction, held, disputeFacts(dispute)),
    event,
  })
  return {ok: true, orderId: order.id, applied}
}
