import {listPage} from '../list.ts'
import {mergeMetadata} from '../metadata.ts'
import {type ApiRoute, defineRoute} from '../route.ts'
import {createRefund} from './refund.ts'

const PAGE = ['created', 'limit', 'starting_after', 'ending_before']

/** Payment intents, charges, payment methods, invoices and refunds. Checkout makes them; the API reads and refunds. */
export const paymentRoutes: ApiRoute[] = [
  defineRoute({
    method: 'GET',
    path: '/v1/payment_intents/:id',
    request: 'paymentIntents.retrieve',
    honours: [],
    handle: (ledger, _params, id) => ledger.get('payment_intent', id),
  }),
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
    honours: ['customer', ...PAGE],
    handle: (ledger, params) =>
      listPage(
        ledger,
        'payment_intent',
        'payment_intents',
        params,
        ({customer}) => !params.customer || customer === params.customer,
      ),
  }),
  defineRoute({
    method: 'GET',
    path: '/v1/charges/:id',
    request: 'charges.retrieve',
    honours: [],
    handle: (ledger, _params, id) => ledger.get('charge', id),
  }),
  defineRoute({
    method: 'GET',
    path: '/v1/charges',
    request: 'charges.list',
    honours: ['customer', 'payment_intent', ...PAGE],
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
  defineRoute({
    method: 'GET',
    path: '/v1/payment_methods/:id',
    request: 'paymentMethods.retrieve',
    honours: [],
    handle: (ledger, _params, id) => ledger.get('payment_method', id),
  }),
  defineRoute({
    method: 'GET',
    path: '/v1/invoices/:id',
    request: 'invoices.retrieve',
    honours: [],
    handle: (ledger, _params, id) => ledger.get('invoice', id),
  }),
  defineRoute({
    method: 'GET',
    path: '/v1/invoices',
    request: 'invoices.list',
    honours: ['customer', 'status', ...PAGE],
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
  defineRoute({
    method: 'POST',
    path: '/v1/refunds',
    request: 'refunds.create',
    honours: ['amount', 'charge', 'metadata', 'payment_intent', 'reason'],
    handle: (ledger, params) => createRefund(ledger, params),
  }),
  defineRoute({
    method: 'GET',
    path: '/v1/refunds/:id',
    request: 'refunds.retrieve',
    honours: [],
    handle: (ledger, _params, id) => ledger.get('refund', id),
  }),
  defineRoute({
    method: 'POST',
    path: '/v1/refunds/:id',
    request: 'refunds.update',
    honours: ['metadata'],
    handle(ledger, params, id) {
      const refund = ledger.get('refund', id)
      const updated = ledger.update('refund', refund, {
        metadata: mergeMetadata(refund.metadata, params.metadata),
      })
      ledger.emit('refund.updated', updated, {metadata: refund.metadata})
      return updated
    },
  }),
  defineRoute({
    method: 'GET',
    path: '/v1/refunds',
    request: 'refunds.list',
    honours: ['charge', 'payment_intent', ...PAGE],
    handle: (ledger, params) =>
      listPage(
        ledger,
        'refund',
        'refunds',
        params,
        (refund) =>
          (!params.charge || refund.charge === params.charge) &&
          (!params.payment_intent || refund.payment_intent === params.payment_intent),
      ),
  }),
]
