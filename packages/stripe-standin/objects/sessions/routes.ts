import {invalidRequest} from '../../errors.ts'
import {listPage} from '../list.ts'
import {mergeMetadata} from '../metadata.ts'
import {type ApiRoute, defineRetrieve, defineRoute} from '../route.ts'
import {createSession} from './create.ts'
import {expireSession} from './expire.ts'
import {lineItemsOf} from './line-items.ts'

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
