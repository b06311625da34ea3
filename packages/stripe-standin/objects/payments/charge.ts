import type {Wire} from '../wire.ts'
import type {Payment} from './payment.ts'
import {billingDetails, chargeDetails, createPaymentMethod} from './payment-method.ts'

export type Failure = {code: string; declineCode?: string; message: string}

/** Takes the money, or for a bank debit begins to. `authenticated` tells of a passed 3-D Secure challenge. */
export function chargeFor(
  payment: Payment,
  status: 'succeeded' | 'pending',
  authenticated: boolean,
): Wire<'charge'> {
  const {ledger, intent} = payment
  const paid = status === 'succeeded'
  const charge = createCharge(payment, {
    amount_captured: paid ? intent.amount : 0,
    captured: paid,
    outcome: {
      ...OUTCOME,
      network_status: 'approved_by_network',
      seller_message: 'Payment complete.',
      type: 'authorized',
    },
    paid,
    payment_method_details: chargeDetails(payment.instrument, authenticated),
    status,
  })
  ledger.emit(paid ? 'charge.succeeded' : 'charge.pending', charge)
  return charge
}

/** Records a refused charge. */
export function failedChargeFor(payment: Payment, failure: Failure): Wire<'charge'> {
  const charge = createCharge(payment, {
    failure_code: failure.code,
    failure_message: failure.message,
    outcome: {
      ...OUTCOME,
      network_status: 'declined_by_network',
      reason: failure.declineCode ?? failure.code,
      seller_message: 'The bank did not return any further details with this decline.',
      type: 'issuer_declined',
    },
    payment_method_details: chargeDetails(payment.instrument, false),
    status: 'failed',
  })
  payment.ledger.emit('charge.failed', charge)
  return charge
}

const OUTCOME = {
  advice_code: null,
  network_advice_code: null,
  network_decline_code: null,
  reason: null,
  risk_level: 'normal',
} as const

function createCharge(payment: Payment, fields: Partial<Wire<'charge'>>): Wire<'charge'> {
  const {ledger, session, intent, contact, instrument} = payment
  const method = createPaymentMethod(ledger, instrument, contact, session.customer)
  return ledger.create('charge', {
    amount: intent.amount,
    billing_details: billingDetails(contact),
    calculated_statement_descriptor: null,
    currency: intent.currency,
    customer: session.customer,
    description: intent.description,
    fraud_details: {},
    metadata: intent.metadata,
    payment_intent: intent.id,
    payment_method: method.id,
    receipt_email: intent.receipt_email,
    statement_descriptor_suffix: intent.statement_descriptor_suffix,
    ...fields,
  })
}
