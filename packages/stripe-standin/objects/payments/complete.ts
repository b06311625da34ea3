import {createCustomer} from '../customers.ts'
import type {Wire} from '../wire.ts'
import {chargeFor} from './charge.ts'
import {openDispute} from './dispute.ts'
import {createPaidInvoice} from './invoice.ts'
import {nameOf, type Payment} from './payment.ts'

/**
 * Completes a session: paid at once by card, or with the debit under way by bank account. Events are told in the order
 * in which Stripe usually tells them: customer, charge, payment intent, invoice, session.
 */
export function completeSession(begun: Payment, authenticated: boolean): void {
  const {ledger} = begun
  const customer = customerFor(begun)
  const session = ledger.update('checkout.session', begun.session, {customer: customer?.id ?? null})
  const payment = {...begun, session}
  const paid = payment.instrument.kind === 'card'
  const charge = chargeFor(payment, paid ? 'succeeded' : 'pending', authenticated)
  const intent = ledger.update('payment_intent', payment.intent, {
    amount_received: paid ? payment.intent.amount : 0,
    customer: session.customer,
    last_payment_error: null,
    latest_charge: charge.id,
    payment_method: charge.payment_method,
    status: paid ? 'succeeded' : 'processing',
  })
  ledger.emit(paid ? 'payment_intent.succeeded' : 'payment_intent.processing', intent)
  const invoice = paid && customer && session.invoice_creation?.enabled
  const complete = ledger.update('checkout.session', session, {
    ...collected(payment),
    invoice: invoice ? createPaidInvoice(ledger, session, intent, customer).id : null,
    payment_status: paid ? 'paid' : 'unpaid',
    status: 'complete',
    url: null,
  })
  ledger.emit('checkout.session.completed', complete)
  if (payment.instrument.kind === 'card' && payment.instrument.behaviour === 'disputed') {
    openDispute(ledger, charge, 'fraudulent')
  }
}

/** A customer is made when the session asks for one, or when an invoice needs somebody to be made out to. */
function customerFor({ledger, session, contact}: Payment): Wire<'customer'> | undefined {
  if (session.customer) return ledger.get('customer', session.customer)
  if (session.customer_creation !== 'always' && !session.invoice_creation?.enabled) return undefined
  return createCustomer(ledger, {
    email: contact.email,
    name: nameOf(contact),
    phone: contact.phone,
    ...(contact.businessName && {business_name: contact.businessName}),
    ...(contact.individualName && {individual_name: contact.individualName}),
  })
}

function collected({contact}: Payment): Partial<Wire<'checkout.session'>> {
  const names = {business_name: contact.businessName, individual_name: contact.individualName}
  return {
    collected_information: {...names, shipping_details: null},
    customer_details: {
      ...names,
      address: null,
      email: contact.email,
      name: nameOf(contact),
      phone: contact.phone,
      tax_exempt: 'none',
      tax_ids: [],
    },
  }
}
