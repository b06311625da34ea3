import type {Wire} from '../schema/types.ts'
import type {Ledger} from './ledger.ts'
import {type ApiRoute, defineRetrieve, defineRoute, listPage, mergeMetadata, PAGE_PARAMS} from './route.ts'
import type {BankAccount, Card, Contact, Instrument} from './session-lines.ts'

/** Payment intents, charges and payment methods. Checkout makes them; the API reads them. */
export const chargeRoutes: ApiRoute[] = [
  defineRetrieve('payment_intent', '/v1/payment_intents/:id', 'paymentIntents.retrieve'),
  defineRoute({
    method: 'POST',
    path: '/v1/payment_intents/:id',
    request: 'paymentIntents.update',
    honours: ['description', 'metadata'],
    handle(ledger, params, id) {
      const intent = ledger.get('payment_intent', id)
      return ledger.update('payment_intent', intent, {
        description: params.description ?? intent.description,
        metadata: mergeMetadata(intent.metadata, params.metadata),
      })
    },
  }),
  defineRoute({
    method: 'GET',
    path: '/v1/payment_intents',
    request: 'paymentIntents.list',
    honours: ['customer', ...PAGE_PARAMS],
    handle: (ledger, params) =>
      listPage(
        ledger,
        'payment_intent',
        'payment_intents',
        params,
        ({customer}) => !params.customer || customer === params.customer,
      ),
  }),
  defineRetrieve('charge', '/v1/charges/:id', 'charges.retrieve'),
  defineRoute({
    method: 'GET',
    path: '/v1/charges',
    request: 'charges.list',
    honours: ['customer', 'payment_intent', ...PAGE_PARAMS],
    handle: (ledger, params) =>
      listPage(
        ledger,
        'charge',
        'charges',
        params,
        (charge) =>
          (!params.customer || charge.customer === params.customer) &&
          (!params.payment_intent || charge.payment_intent === params.payment_intent),
      ),
  }),
  defineRetrieve('payment_method', '/v1/payment_methods/:id', 'paymentMethods.retrieve'),
]

/** A buyer paying for a session: what the steps of a payment pass on. */
export type Payment = {
  ledger: Ledger
  session: Wire<'checkout.session'>
  intent: Wire<'payment_intent'>
  contact: Contact
  instrument: Instrument
}

/** The name that Stripe shows for the buyer: the person's, else the business's. */
export function nameOf(contact: Contact): string | null {
  return contact.individualName ?? contact.businessName
}

export type Failure = {code: string; declineCode?: string; message: string}

/**
 * Charges a payment and emits the charge's event.
 *
 * @param status `pending` for a bank debit that is under way
 * @param authenticated whether the buyer passed a 3-D Secure challenge
 */
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
      ...OUTCOME_DEFAULTS,
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
      ...OUTCOME_DEFAULTS,
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

const OUTCOME_DEFAULTS = {
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

const TEST_BANK = {bank_name: 'STRIPE TEST BANK', routing_number: '110000000'}

function billingDetails(contact: Contact) {
  return {address: null, email: contact.email, name: nameOf(contact), phone: contact.phone, tax_id: null}
}

function createPaymentMethod(
  ledger: Ledger,
  instrument: Instrument,
  contact: Contact,
  customer: string | null,
): Wire<'payment_method'> {
  return ledger.create('payment_method', {
    billing_details: billingDetails(contact),
    customer,
    metadata: {},
    type: instrument.kind,
    ...(instrument.kind === 'card'
      ? {card: cardFields(instrument)}
      : {us_bank_account: bankFields(instrument)}),
  })
}

function cardFields(card: Card): Wire<'payment_method'>['card'] {
  return {
    brand: card.brand,
    checks: {address_line1_check: null, address_postal_code_check: null, cvc_check: 'pass'},
    country: 'US',
    display_brand: card.brand,
    exp_month: card.expMonth,
    exp_year: card.expYear,
    funding: 'credit',
    generated_from: null,
    last4: card.last4,
    networks: {available: [card.brand], preferred: null},
    regulated_status: 'unregulated',
    three_d_secure_usage: {supported: true},
    wallet: null,
  }
}

function bankFields(account: BankAccount): Wire<'payment_method'>['us_bank_account'] {
  return {
    ...TEST_BANK,
    account_holder_type: 'company',
    account_type: 'checking',
    financial_connections_account: null,
    fingerprint: null,
    last4: account.last4,
    networks: {preferred: 'ach', supported: ['ach']},
    status_details: null,
  }
}

/** The same, as a charge describes it. */
function chargeDetails(
  instrument: Instrument,
  authenticated: boolean,
): Wire<'charge'>['payment_method_details'] {
  if (instrument.kind === 'us_bank_account') {
    return {
      type: 'us_bank_account',
      us_bank_account: {
        ...TEST_BANK,
        account_holder_type: 'company',
        account_type: 'checking',
        fingerprint: null,
        last4: instrument.last4,
        payment_reference: null,
      },
    }
  }
  return {
    type: 'card',
    card: {
      amount_authorized: null,
      authorization_code: null,
      brand: instrument.brand,
      checks: {address_line1_check: null, address_postal_code_check: null, cvc_check: 'pass'},
      country: 'US',
      electronic_commerce_indicator: null,
      exp_month: instrument.expMonth,
      exp_year: instrument.expYear,
      funding: 'credit',
      installments: null,
      last4: instrument.last4,
      mandate: null,
      network: instrument.brand,
      network_transaction_id: null,
      regulated_status: 'unregulated',
      three_d_secure: authenticated ? THREE_D_SECURE : null,
      transaction_link_id: null,
      wallet: null,
    },
  }
}

const THREE_D_SECURE = {
  authentication_flow: 'challenge',
  electronic_commerce_indicator: '05',
  exemption_indicator: null,
  result: 'authenticated',
  result_reason: null,
  transaction_id: null,
  version: '2.2.0',
} as const
