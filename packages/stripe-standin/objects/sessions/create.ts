import type Stripe from 'stripe'
import {invalidRequest} from '../../errors.ts'
import {newId} from '../../ids.ts'
import type {Ledger} from '../ledger.ts'
import {mergeMetadata} from '../metadata.ts'
import type {Wire} from '../wire.ts'
import type {SessionInternal} from './internal.ts'
import {lineAmount, resolveLines} from './line-items.ts'

const HALF_AN_HOUR = 30 * 60
const A_DAY = 24 * 60 * 60

/**
 * Opens a Checkout Session in payment mode with a hosted page.
 * https://docs.stripe.com/api/checkout/sessions/create
 *
 * @throws StripeError 400 for what cannot be bought, and for modes that are not modelled.
 */
export function createSession(
  ledger: Ledger,
  params: Stripe.Checkout.SessionCreateParams,
): Wire<'checkout.session'> {
  checkModelled('mode', params.mode ?? 'payment', 'payment')
  checkModelled('ui_mode', params.ui_mode ?? 'hosted_page', 'hosted_page')
  const lines = resolveLines(ledger, params.line_items)
  const amount = lines.reduce((sum, line) => sum + lineAmount(line), 0)
  const currency = lines[0]?.price.currency ?? null
  const id = newId('checkout.session', ledger.livemode)
  const internal: SessionInternal = {
    lineItems: lines.map((line) => ({id: line.id, price: line.price.id, quantity: line.quantity})),
    paymentIntent: {
      description: params.payment_intent_data?.description ?? null,
      metadata: mergeMetadata({}, params.payment_intent_data?.metadata),
      receiptEmail: params.payment_intent_data?.receipt_email ?? null,
      statementDescriptorSuffix: params.payment_intent_data?.statement_descriptor_suffix ?? null,
    },
  }
  return ledger.create(
    'checkout.session',
    {
      id,
      adaptive_pricing: {enabled: false},
      amount_subtotal: amount,
      amount_total: amount,
      cancel_url: params.cancel_url === undefined ? null : absoluteUrl('cancel_url', params.cancel_url),
      client_reference_id: reference(params.client_reference_id),
      currency,
      ...customerFields(ledger, params),
      expires_at: expiry(ledger.now(), params.expires_at),
      invoice_creation: invoiceCreation(params.invoice_creation),
      metadata: mergeMetadata({}, params.metadata),
      mode: 'payment',
      ...(params.name_collection && {name_collection: nameCollection(params.name_collection)}),
      payment_method_types: currency === 'usd' ? ['card', 'us_bank_account'] : ['card'],
      payment_status: 'unpaid',
      phone_number_collection: {enabled: params.phone_number_collection?.enabled ?? false},
      status: 'open',
      submit_type: params.submit_type ?? null,
      success_url: absoluteUrl('success_url', params.success_url),
      total_details: {amount_discount: 0, amount_shipping: 0, amount_tax: 0},
      ui_mode: 'hosted_page',
      url: `${ledger.baseUrl}/c/pay/${id}`,
    },
    internal,
  )
}

function checkModelled(param: string, value: string, modelled: string): void {
  if (value !== modelled) {
    throw invalidRequest(`The local stand-in models ${param} \`${modelled}\` only, not \`${value}\`.`, {
      param,
    })
  }
}

function absoluteUrl(param: string, url: string | undefined): string {
  if (!url) throw invalidRequest(`Missing required param: ${param}.`, {param, code: 'parameter_missing'})
  if (!/^https?:$/.test(URL.parse(url)?.protocol ?? ''))
    throw invalidRequest('Not a valid URL', {param, code: 'url_invalid'})
  return url
}

function reference(id: string | undefined): string | null {
  if (id !== undefined && !/^[\w-]{1,200}$/.test(id)) {
    throw invalidRequest('client_reference_id may hold up to 200 letters, digits, dashes and underscores.', {
      param: 'client_reference_id',
    })
  }
  return id ?? null
}

function expiry(now: number, given: number | undefined): number {
  const seconds = given ?? now + A_DAY
  const wrong = (limit: string) =>
    invalidRequest(`The \`expires_at\` timestamp must be ${limit} Checkout Session creation.`, {
      param: 'expires_at',
    })
  if (seconds < now + HALF_AN_HOUR) throw wrong('at least 30 minutes after')
  if (seconds > now + A_DAY) throw wrong('at most 24 hours after')
  return seconds
}

function customerFields(
  ledger: Ledger,
  params: Stripe.Checkout.SessionCreateParams,
): Partial<Wire<'checkout.session'>> {
  const {customer, customer_email: email, customer_creation: creation} = params
  if (customer && email) {
    throw invalidRequest('You may only specify one of these parameters: customer, customer_email.', {
      param: 'customer',
    })
  }
  if (customer && creation) {
    throw invalidRequest('`customer_creation` cannot be used together with `customer`.', {
      param: 'customer_creation',
    })
  }
  if (customer) ledger.get('customer', customer, 'customer')
  return {
    customer: customer ?? null,
    customer_email: email ?? null,
    customer_creation: customer ? null : (creation ?? 'if_required'),
  }
}

function invoiceCreation(given: Stripe.Checkout.SessionCreateParams.InvoiceCreation | undefined) {
  return {
    enabled: given?.enabled ?? false,
    invoice_data: {
      account_tax_ids: null,
      custom_fields: null,
      description: given?.invoice_data?.description ?? null,
      footer: given?.invoice_data?.footer ?? null,
      issuer: null,
      metadata: mergeMetadata({}, given?.invoice_data?.metadata),
      rendering_options: null,
    },
  }
}

function nameCollection(given: Stripe.Checkout.SessionCreateParams.NameCollection) {
  const one = (asked: {enabled: boolean; optional?: boolean}) => ({
    enabled: asked.enabled,
    optional: asked.optional ?? false,
  })
  return {
    ...(given.business && {business: one(given.business)}),
    ...(given.individual && {individual: one(given.individual)}),
  }
}
