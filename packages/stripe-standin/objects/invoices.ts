import type {Wire} from '../schema/types.ts'
import type {Ledger} from './ledger.ts'
import {type ApiRoute, defineRetrieve, defineRoute, listPage, PAGE_PARAMS} from './route.ts'
import {lineItemsOf} from './session-lines.ts'

/** https://docs.stripe.com/api/invoices: read here, made by a payment. */
export const invoiceRoutes: ApiRoute[] = [
  defineRetrieve('invoice', '/v1/invoices/:id', 'invoices.retrieve'),
  defineRoute({
    method: 'GET',
    path: '/v1/invoices',
    request: 'invoices.list',
    honours: ['customer', 'status', ...PAGE_PARAMS],
    handle: (ledger, params) =>
      listPage(
        ledger,
        'invoice',
        'invoices',
        params,
        ({customer, status}) =>
          (!params.customer || customer === params.customer) && (!params.status || status === params.status),
      ),
  }),
]

/**
 * The invoice that Checkout makes after a payment when the session asked for one, with its events from draft to paid.
 * https://docs.stripe.com/payments/checkout/receipts#paid-invoices
 */
export function createPaidInvoice(
  ledger: Ledger,
  session: Wire<'checkout.session'>,
  intent: Wire<'payment_intent'>,
  customer: Wire<'customer'>,
): Wire<'invoice'> {
  const now = ledger.now()
  const data = session.invoice_creation?.invoice_data
  const sequence = customer.next_invoice_sequence ?? 1
  ledger.update('customer', customer, {next_invoice_sequence: sequence + 1})
  const draft = ledger.create('invoice', {
    account_country: 'US',
    amount_due: intent.amount,
    amount_remaining: intent.amount,
    billing_reason: 'manual',
    collection_method: 'charge_automatically',
    currency: intent.currency,
    customer: customer.id,
    customer_email: customer.email,
    customer_name: customer.name ?? null,
    customer_phone: customer.phone ?? null,
    customer_tax_exempt: 'none',
    customer_tax_ids: [],
    description: data?.description ?? null,
    footer: data?.footer ?? null,
    issuer: {type: 'self'},
    metadata: data?.metadata ?? {},
    number: `${customer.invoice_prefix}-${String(sequence).padStart(4, '0')}`,
    period_end: now,
    period_start: now,
    status: 'draft',
    subtotal: intent.amount,
    subtotal_excluding_tax: intent.amount,
    total: intent.amount,
    total_discount_amounts: [],
    total_excluding_tax: intent.amount,
    total_pretax_credit_amounts: [],
    total_taxes: [],
  })
  ledger.emit('invoice.created', draft)
  const page = `${ledger.baseUrl}/i/${ledger.account.id}/${draft.id}`
  const open = ledger.update('invoice', draft, {
    effective_at: now,
    hosted_invoice_url: page,
    invoice_pdf: `${page}/pdf`,
    lines: {
      object: 'list',
      data: invoiceLines(ledger, session, draft.id),
      has_more: false,
      url: `/v1/invoices/${draft.id}/lines`,
    },
    status: 'open',
    status_transitions: {...draft.status_transitions, finalized_at: now},
  })
  ledger.emit('invoice.finalized', open)
  const paid = ledger.update('invoice', open, {
    amount_paid: intent.amount,
    amount_remaining: 0,
    attempt_count: 1,
    attempted: true,
    status: 'paid',
    status_transitions: {...open.status_transitions, paid_at: now},
  })
  createInvoicePayment(ledger, paid, intent)
  ledger.emit('invoice.paid', paid)
  ledger.emit('invoice.payment_succeeded', paid)
  return paid
}

function createInvoicePayment(
  ledger: Ledger,
  invoice: Wire<'invoice'>,
  intent: Wire<'payment_intent'>,
): void {
  const now = ledger.now()
  ledger.create('invoice_payment', {
    amount_paid: intent.amount,
    amount_requested: intent.amount,
    currency: intent.currency,
    invoice: invoice.id,
    is_default: true,
    payment: {type: 'payment_intent', payment_intent: intent.id},
    status: 'paid',
    status_transitions: {canceled_at: null, paid_at: now},
  })
}

function invoiceLines(ledger: Ledger, session: Wire<'checkout.session'>, invoice: string) {
  return lineItemsOf(ledger, session.id).map((item) =>
    ledger.compose('line_item', {
      amount: item.amount_total,
      currency: item.currency,
      description: item.description,
      discount_amounts: [],
      discountable: true,
      invoice,
      metadata: {},
      period: {start: session.created, end: session.created},
      pretax_credit_amounts: [],
      quantity: item.quantity,
      subtotal: item.amount_subtotal,
      taxes: [],
    }),
  )
}
