import type {Ledger} from '../ledger.ts'
import type {BankAccount, Card, Contact, Instrument} from '../sessions/internal.ts'
import type {Wire} from '../wire.ts'
import {nameOf} from './payment.ts'

const TEST_BANK = {bank_name: 'STRIPE TEST BANK', routing_number: '110000000'}

export function billingDetails(contact: Contact) {
  return {address: null, email: contact.email, name: nameOf(contact), phone: contact.phone, tax_id: null}
}

export function createPaymentMethod(
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
export function chargeDetails(
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
