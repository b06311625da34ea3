import {invalidRequest} from '../errors.ts'
import {newId, randomToken} from '../ids.ts'
import type {Wire} from '../schema/types.ts'
import {chargeFor, type Failure, failedChargeFor, nameOf, type Payment} from './charges.ts'
import {createCustomer} from './customers.ts'
import {openDispute} from './disputes.ts'
import {createPaidInvoice} from './invoices.ts'
import type {Ledger} from './ledger.ts'
import {type Card, type Contact, type Instrument, sessionInternal} from './session-lines.ts'

/** How an attempt to pay ended, which decides the page that follows. */
export type PaymentOutcome = {kind: 'complete'} | {kind: 'authenticate'} | {kind: 'declined'; message: string}

/** Pays an open session with what its buyer entered. */
export function pay(
  ledger: Ledger,
  openSession: Wire<'checkout.session'>,
  contact: Contact,
  instrument: Instrument,
): PaymentOutcome {
  const payment: Payment = {ledger, ...intentOf(ledger, openSession), contact, instrument}
  if (instrument.kind === 'card') {
    if (instrument.behaviour === 'declined')
      return declinePayment(payment, instrument.declineCode ?? 'generic_decline')
    if (instrument.behaviour.startsWith('authenticates')) return askToAuthenticate(payment, instrument)
  }
  completeSession(payment, false)
  return {kind: 'complete'}
}

/** Goes on with a payment after the bank's 3-D Secure challenge. Undefined when none was open. */
export function finishAuthentication(
  ledger: Ledger,
  openSession: Wire<'checkout.session'>,
  passed: boolean,
): PaymentOutcome | undefined {
  const {awaiting, ...internal} = sessionInternal(ledger, openSession.id)
  if (!awaiting) return undefined
  const {intent} = intentOf(ledger, openSession)
  const session = ledger.update('checkout.session', openSession, {}, internal)
  const resumed = ledger.update('payment_intent', intent, {next_action: null})
  const payment: Payment = {
    ledger,
    session,
    intent: resumed,
    contact: awaiting.contact,
    instrument: awaiting.card,
  }
  if (!passed) return declinePayment(payment, 'authentication_failure')
  if (awaiting.card.behaviour === 'authenticates_then_declines')
    return declinePayment(payment, 'generic_decline')
  completeSession(payment, true)
  return {kind: 'complete'}
}

function askToAuthenticate(payment: Payment, card: Card): PaymentOutcome {
  const {ledger, session, contact} = payment
  const internal = {...sessionInternal(ledger, session.id), awaiting: {contact, card}}
  ledger.update('checkout.session', session, {}, internal)
  const waiting = ledger.update('payment_intent', payment.intent, {
    next_action: {
      type: 'redirect_to_url',
      redirect_to_url: {return_url: null, url: `${session.url}/authenticate`},
    },
    status: 'requires_action',
  })
  ledger.emit('payment_intent.requires_action', waiting)
  return {kind: 'authenticate'}
}

/** The session's payment intent, made at the first attempt to pay, as Checkout does. */
function intentOf(
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

/** In the currency's smallest unit. */
function amountOf(session: Wire<'checkout.session'>): {amount: number; currency: string} {
  if (session.amount_total === null || session.currency === null)
    throw new Error(`${session.id} has no amount`)
  return {amount: session.amount_total, currency: session.currency}
}

/**
 * Completes a session: paid at once by card, or with the debit under way by bank account. Events have the order in which
 * Stripe usually sends them: customer, charge, payment intent, invoice, session.
 */
function completeSession(begun: Payment, authenticated: boolean): void {
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

/** The session's customer. One is made when the session asks for it, or for the invoice. */
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

const DECLINED_MESSAGE = 'Your card was declined.'

/** Stripe's codes and words: https://docs.stripe.com/testing#declined-payments */
const FAILURES: Record<string, Failure> = {
  generic_decline: {code: 'card_declined', declineCode: 'generic_decline', message: DECLINED_MESSAGE},
  insufficient_funds: {
    code: 'card_declined',
    declineCode: 'insufficient_funds',
    message: 'Your card has insufficient funds. Try a different card.',
  },
  expired_card: {code: 'expired_card', message: 'Your card has expired. Try a different card.'},
  incorrect_cvc: {code: 'incorrect_cvc', message: "Your card's security code is incorrect."},
  processing_error: {
    code: 'processing_error',
    message: 'An error occurred while processing your card. Try again in a little bit.',
  },
  authentication_failure: {
    code: 'payment_intent_authentication_failure',
    message:
      'We are unable to authenticate your payment method. Please choose a different payment method and try again.',
  },
}

/** Refuses an attempt. The session stays open and its payment intent can be paid by another attempt. */
function declinePayment(payment: Payment, reason: string): Extract<PaymentOutcome, {kind: 'declined'}> {
  const {ledger, intent} = payment
  const failure = FAILURES[reason] ?? {code: 'card_declined', declineCode: reason, message: DECLINED_MESSAGE}
  // A buyer who fails the challenge was not charged.
  const charge = reason === 'authentication_failure' ? null : failedChargeFor(payment, failure)
  const failed = ledger.update('payment_intent', intent, {
    last_payment_error: {
      type: 'card_error',
      code: failure.code,
      ...(failure.declineCode && {decline_code: failure.declineCode}),
      message: failure.message,
    },
    latest_charge: charge?.id ?? intent.latest_charge,
    status: 'requires_payment_method',
  })
  ledger.emit('payment_intent.payment_failed', failed)
  return {kind: 'declined', message: failure.message}
}

/**
 * Ends a bank debit that is under way. At Stripe that takes days; here a control does it.
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
