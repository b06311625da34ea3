import {listPage} from '../list.ts'
import {mergeMetadata} from '../metadata.ts'
import {type ApiRoute, defineRetrieve, defineRoute} from '../route.ts'
import {createRefund} from './refund.ts'

const PAGE = ['created', 'limit', 'starting_after', 'ending_before']

/** Payment intents, charges, payment methods, invoices and refunds. Checkout makes them; the API reads and refunds. */
export const paymentRoutes: ApiRoute[] = [
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
  defineRetrieve('charge', '/v1/charges/:id', 'charges.retrieve'),
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
  defineRetrieve('payment_method', '/v1/payment_methods/:id', 'paymentMethods.retrieve'),
  defineRetrieve('invoice', '/v1/invoices/:id', 'invoices.retrieve'),
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
  defineRetrieve('refund', '/v1/refunds/:id', 'refunds.retrieve'),
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
