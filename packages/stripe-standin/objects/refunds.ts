import type Stripe from 'stripe'
import {invalidRequest} from '../errors.ts'
import type {Wire} from '../schema/types.ts'
import type {Ledger} from './ledger.ts'
import {
  type ApiRoute,
  defineRetrieve,
  defineRoute,
  listPage,
  mergeMetadata,
  PAGE_PARAMS,
  previousValues,
} from './route.ts'

/** https://docs.stripe.com/api/refunds */
export const refundRoutes: ApiRoute[] = [
  defineRoute({
    method: 'POST',
    path: '/v1/refunds',
    request: 'refunds.create',
    honours: ['amount', 'charge', 'metadata', 'payment_intent', 'reason'],
    handle: (ledger, params) => createRefund(ledger, params),
  }),
  defineRetrieve('refund', '/v1/refunds/:id', 'refunds.retrieve'),
  defineRoute({
    method: 'POST',
    path: '/v1/refunds/:id',
    request: 'refunds.update',
    honours: ['metadata'],
    handle(ledger, params, id) {
      const refund = ledger.get('refund', id)
      const updated = ledger.update('refund', refund, {
        metadata: mergeMetadata(refund.metadata, params.metadata),
      })
      ledger.emit('refund.updated', updated, {metadata: refund.metadata})
      return updated
    },
  }),
  defineRoute({
    method: 'GET',
    path: '/v1/refunds',
    request: 'refunds.list',
    honours: ['charge', 'payment_intent', ...PAGE_PARAMS],
    handle: (ledger, params) =>
      listPage(
        ledger,
        'refund',
        'refunds',
        params,
        (refund) =>
          (!params.charge || refund.charge === params.charge) &&
          (!params.payment_intent || refund.payment_intent === params.payment_intent),
      ),
  }),
]

/**
 * Gives back all or part of a charge. Card refunds succeed at once; those of a bank debit are pending until settled.
 *
 * @throws StripeError 400 `charge_already_refunded`, `charge_disputed`, or when the amount is more than what is left.
 */
function createRefund(ledger: Ledger, params: Stripe.RefundCreateParams): Wire<'refund'> {
  const charge = chargeToRefund(ledger, params)
  if (charge.refunded) {
    throw invalidRequest(`Charge ${charge.id} has already been refunded.`, {code: 'charge_already_refunded'})
  }
  if (charge.disputed) {
    throw invalidRequest(`Charge ${charge.id} has been charged back; cannot issue a refund.`, {
      code: 'charge_disputed',
    })
  }
  const left = charge.amount - charge.amount_refunded
  const amount = params.amount ?? left
  if (!Number.isInteger(amount) || amount < 1) {
    throw invalidRequest('Invalid positive integer', {param: 'amount', code: 'parameter_invalid_integer'})
  }
  if (amount > left) {
    throw invalidRequest(`Refund amount (${amount}) is greater than unrefunded amount on charge (${left}).`, {
      param: 'amount',
    })
  }
  const refund = ledger.create('refund', {
    amount,
    charge: charge.id,
    currency: charge.currency,
    customer: charge.customer,
    metadata: mergeMetadata({}, params.metadata),
    payment_intent: charge.payment_intent,
    payment_method: charge.payment_method,
    reason: params.reason ?? null,
    status: charge.payment_method_details?.type === 'card' ? 'succeeded' : 'pending',
  })
  ledger.emit('refund.created', refund)
  const refunded = changeRefunded(ledger, charge, amount)
  ledger.emit('charge.refunded', refunded, previousValues(charge, refunded))
  return refund
}

/** Ends a refund. A pending one may succeed; any may fail, also later, when the buyer's bank sends the money back. */
export function settleRefund(
  ledger: Ledger,
  refund: Wire<'refund'>,
  outcome: 'succeeded' | 'failed',
): Wire<'refund'> {
  if (refund.status === outcome || refund.status === 'failed' || !refund.charge) {
    throw invalidRequest(`Refund ${refund.id} is ${refund.status} already.`)
  }
  const settled = ledger.update('refund', refund, {
    status: outcome,
    ...(outcome === 'failed' && {failure_reason: 'declined'}),
  })
  if (outcome === 'failed') changeRefunded(ledger, ledger.get('charge', refund.charge), -refund.amount)
  ledger.emit('refund.updated', settled, {status: refund.status})
  if (outcome === 'failed') ledger.emit('refund.failed', settled)
  return settled
}

function changeRefunded(ledger: Ledger, charge: Wire<'charge'>, by: number): Wire<'charge'> {
  const refunded = charge.amount_refunded + by
  return ledger.update('charge', charge, {amount_refunded: refunded, refunded: refunded === charge.amount})
}

function chargeToRefund(ledger: Ledger, params: Stripe.RefundCreateParams): Wire<'charge'> {
  if (params.charge) {
    const charge = ledger.get('charge', params.charge, 'charge')
    if (charge.paid) return charge
    throw invalidRequest(`Charge ${charge.id} was not paid; there is nothing to refund.`, {param: 'charge'})
  }
  if (!params.payment_intent) {
    throw invalidRequest(
      'One of the following params should be provided for this request: payment_intent or charge.',
    )
  }
  const intent = ledger.get('payment_intent', params.payment_intent, 'payment_intent')
  const charge = intent.latest_charge ? ledger.get('charge', intent.latest_charge) : undefined
  if (!charge?.paid) {
    throw invalidRequest(`This PaymentIntent (${intent.id}) does not have a successful charge to refund.`, {
      param: 'payment_intent',
    })
  }
  return charge
}
