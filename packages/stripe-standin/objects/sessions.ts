import type Stripe from 'stripe'
import {invalidRequest} from '../errors.ts'
import {newId} from '../ids.ts'
import type {Wire} from '../schema/types.ts'
import type {Ledger} from './ledger.ts'
import {type ApiRoute, defineRetrieve, defineRoute, listPage, mergeMetadata} from './route.ts'
import {lineAmount, lineItemsOf, resolveLines, type SessionInternal} from './session-lines.ts'

/** https://docs.stripe.com/api/checkout/sessions */
export const sessionRoutes: ApiRoute[] = [
  defineRoute({
    method: 'POST',
    path: '/v1/checkout/sessions',
    request: 'checkout.sessions.create',
    honours: [
      ...[
        'mode',
        'ui_mode',
        'line_items.price',
        'line_items.quantity',
        'success_url',
        'cancel_url',
        'expires_at',
      ],
      ...[
        'client_reference_id',
        'metadata',
        'customer',
        'customer_email',
        'customer_creation',
        'submit_type',
      ],
      ...['name_collection', 'phone_number_collection'],
      ...['description', 'metadata', 'receipt_email', 'statement_descriptor_suffix'].map(
        (name) => `payment_intent_data.${name}`,
      ),
      ...['enabled', 'invoice_data.description', 'invoice_data.footer', 'invoice_data.metadata'].map(
        (name) => `invoice_creation.${name}`,
      ),
    ],
    handle: (ledger, params) => createSession(ledger, params),
  }),
  defineRetrieve('checkout.session', '/v1/checkout/sessions/:id', 'checkout.sessions.retrieve'),
  defineRoute({
    method: 'POST',
    path: '/v1/checkout/sessions/:id',
    request: 'checkout.sessions.update',
    honours: ['metadata'],
    handle(ledger, params, id) {
      const session = ledger.get('checkout.session', id)
      return ledger.update('checkout.session', session, {
        metadata: mergeMetadata(session.metadata, params.metadata),
      })
    },
  }),
  defineRoute({
    method: 'POST',
    path: '/v1/checkout/sessions/:id/expire',
    request: 'checkout.sessions.expire',
    honours: [],
    handle: (ledger, _params, id) => expireSession(ledger, ledger.get('checkout.session', id)),
  }),
  defineRoute({
    method: 'GET',
    path: '/v1/checkout/sessions',
    request: 'checkout.sessions.list',
    honours: [
      ...['created', 'customer', 'customer_details', 'payment_intent', 'status'],
      ...['limit', 'starting_after', 'ending_before'],
    ],
    handle: (ledger, params) =>
      listPage(
        ledger,
        'checkout.session',
        'checkout/sessions',
        params,
        (session) =>
          (!params.customer || session.customer === params.customer) &&
          (!params.payment_intent || session.payment_intent === params.payment_intent) &&
          (!params.status || session.status === params.status) &&
          (!params.customer_details || session.customer_details?.email === params.customer_details.email),
      ),
  }),
  defineRoute({
    method: 'GET',
    path: '/v1/checkout/sessions/:id/line_items',
    request: 'checkout.sessions.listLineItems',
    honours: ['limit', 'starting_after'],
    handle(ledger, params, id) {
      ledger.get('checkout.session', id)
      const items = lineItemsOf(ledger, id)
      const from = params.starting_after
        ? items.findIndex((item) => item.id === params.starting_after) + 1
        : 0
      if (params.starting_after && from === 0) {
        throw invalidRequest(`No such item: '${params.starting_after}'`, {
          param: 'starting_after',
          code: 'resource_missing',
        })
      }
      const data = items.slice(from, from + (params.limit ?? 10))
      const more = from + data.length < items.length
      return {object: 'list', url: `/v1/checkout/sessions/${id}/line_items`, has_more: more, data}
    },
  }),
]

const MIN_LIFETIME_SECONDS = 30 * 60
const MAX_LIFETIME_SECONDS = 24 * 60 * 60

/**
 * Opens a Checkout Session in payment mode with a hosted page.
 * https://docs.stripe.com/api/checkout/sessions/create
 *
 * @throws StripeError 400 for what cannot be bought, and for modes that are not modelled.
 */
function createSession(
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
  const seconds = given ?? now + MAX_LIFETIME_SECONDS
  const wrong = (limit: string) =>
    invalidRequest(`The \`expires_at\` timestamp must be ${limit} Checkout Session creation.`, {
      param: 'expires_at',
    })
  if (seconds < now + MIN_LIFETIME_SECONDS) throw wrong('at least 30 minutes after')
  if (seconds > now + MAX_LIFETIME_SECONDS) throw wrong('at most 24 hours after')
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

/**
 * Expires an open session, by call or at its time.
 *
 * @throws StripeError 400 when it is complete or has expired already.
 */
export function expireSession(ledger: Ledger, session: Wire<'checkout.session'>): Wire<'checkout.session'> {
  if (session.status !== 'open') {
    throw invalidRequest(
      `Only Checkout Sessions with a status in ["open"] can be expired. This Checkout Session has a status of \`${session.status}\`.`,
    )
  }
  const expired = ledger.update('checkout.session', session, {status: 'expired', url: null})
  ledger.emit('checkout.session.expired', expired)
  return expired
}

/** Expires every session that is due. */
export function expireDueSessions(ledger: Ledger): void {
  for (const session of ledger.dueSessions()) expireSession(ledger, session)
}
