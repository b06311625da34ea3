import {newId, randomToken} from '../../ids.ts'
import type {Ledger} from '../ledger.ts'
import {sessionInternal} from '../sessions/internal.ts'
import type {Wire} from '../wire.ts'
import {amountOf} from './payment.ts'

/** The session's payment intent, made at the first attempt to pay, as Checkout does. */
export function intentOf(
  ledger: Ledger,
  session: Wire<'checkout.session'>,
): {session: Wire<'checkout.session'>; intent: Wire<'payment_intent'>} {
  if (session.payment_intent) return {session, intent: ledger.get('payment_intent', session.payment_intent)}
  const {paymentIntent: data} = sessionInternal(ledger, session.id)
  const {amount, currency} = amountOf(session)
  const id = newId('payment_intent', ledger.livemode)
  const intent = ledger.create('payment_intent', {
    id,
    amount,
    automatic_payment_methods: null,
    capture_method: 'automatic_async',
    client_secret: `${id}_secret_${randomToken(25)}`,
    confirmation_method: 'automatic',
    currency,
    customer: session.customer,
    description: data.description,
    metadata: data.metadata,
    payment_method_types: session.payment_method_types,
    receipt_email: data.receiptEmail,
    statement_descriptor_suffix: data.statementDescriptorSuffix,
    status: 'requires_payment_method',
  })
  ledger.emit('payment_intent.created', intent)
  return {intent, session: ledger.update('checkout.session', session, {payment_intent: id})}
}
