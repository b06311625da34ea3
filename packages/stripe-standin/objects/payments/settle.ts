import {invalidRequest} from '../../errors.ts'
import type {Ledger} from '../ledger.ts'
import type {Wire} from '../wire.ts'
import {createPaidInvoice} from './invoice.ts'

/**
 * A bank debit under way succeeds or fails, days later in life and by a control here.
 *
 * @throws StripeError 400 when the payment is not under way.
 */
export function settlePayment(
  ledger: Ledger,
  intent: Wire<'payment_intent'>,
  outcome: 'succeeded' | 'failed',
): void {
  if (intent.status !== 'processing' || !intent.latest_charge) {
    throw invalidRequest(
      `PaymentIntent ${intent.id} is ${intent.status}; only a processing one can be settled.`,
    )
  }
  const session = sessionOf(ledger, intent)
  const charge = ledger.get('charge', intent.latest_charge)
  if (outcome === 'succeeded') succeed(ledger, session, intent, charge)
  else fail(ledger, session, intent, charge)
}

function succeed(
  ledger: Ledger,
  session: Wire<'checkout.session'>,
  pending: Wire<'payment_intent'>,
  charge: Wire<'charge'>,
): void {
  const changes = {amount_captured: charge.amount, captured: true, paid: true, status: 'succeeded'} as const
  ledger.emit('charge.succeeded', ledger.update('charge', charge, changes))
  const intent = ledger.update('payment_intent', pending, {
    amount_received: pending.amount,
    status: 'succeeded',
  })
  ledger.emit('payment_intent.succeeded', intent)
  const customer = session.customer && ledger.find('customer', session.customer)
  const invoice = customer && session.invoice_creation?.enabled
  const paid = ledger.update('checkout.session', session, {
    invoice: invoice ? createPaidInvoice(ledger, session, intent, customer).id : null,
    payment_status: 'paid',
  })
  ledger.emit('checkout.session.async_payment_succeeded', paid)
}

function fail(
  ledger: Ledger,
  session: Wire<'checkout.session'>,
  pending: Wire<'payment_intent'>,
  charge: Wire<'charge'>,
): void {
  const message = 'The customer’s bank account could not be debited.'
  const changes = {failure_code: 'insufficient_funds', failure_message: message, status: 'failed'} as const
  ledger.emit('charge.failed', ledger.update('charge', charge, changes))
  const intent = ledger.update('payment_intent', pending, {
    last_payment_error: {type: 'card_error', code: 'insufficient_funds', message},
    payment_method: null,
    status: 'requires_payment_method',
  })
  ledger.emit('payment_intent.payment_failed', intent)
  ledger.emit('checkout.session.async_payment_failed', session)
}

function sessionOf(ledger: Ledger, intent: Wire<'payment_intent'>): Wire<'checkout.session'> {
  for (const session of ledger.newestFirst('checkout.session'))
    if (session.payment_intent === intent.id) return session
  throw new Error(`${intent.id} belongs to no session`)
}
