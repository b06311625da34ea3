import {invalidRequest, resourceMissing} from '../errors.ts'
import {randomToken} from '../ids.ts'
import type {Wire} from '../schema/types.ts'
import type {Ledger} from './ledger.ts'
import {type ApiRoute, defineRoute, listPage, mergeMetadata, previousValues} from './route.ts'

const FIELDS = ['business_name', 'description', 'email', 'individual_name', 'metadata', 'name', 'phone']

/** https://docs.stripe.com/api/customers */
export const customerRoutes: ApiRoute[] = [
  defineRoute({
    method: 'POST',
    path: '/v1/customers',
    request: 'customers.create',
    honours: FIELDS,
    handle(ledger, params) {
      const {business_name: business, individual_name: individual} = params
      checkEmail(params.email)
      return createCustomer(ledger, {
        description: params.description ?? null,
        email: params.email ?? null,
        metadata: mergeMetadata({}, params.metadata),
        name: params.name ?? (business || individual || null),
        phone: params.phone ?? null,
        ...(business && {business_name: business}),
        ...(individual && {individual_name: individual}),
      })
    },
  }),
  defineRoute({
    method: 'POST',
    path: '/v1/customers/:id',
    request: 'customers.update',
    honours: FIELDS,
    handle(ledger, params, id) {
      const before = ledger.get('customer', id)
      checkEmail(params.email)
      const after = ledger.update('customer', before, {
        description: params.description === undefined ? before.description : params.description || null,
        email: params.email === undefined ? before.email : params.email || null,
        metadata: mergeMetadata(before.metadata, params.metadata),
        name: params.name === undefined ? before.name : params.name || null,
        phone: params.phone === undefined ? before.phone : params.phone || null,
        business_name:
          params.business_name === undefined ? before.business_name : params.business_name || undefined,
        individual_name:
          params.individual_name === undefined ? before.individual_name : params.individual_name || undefined,
      })
      ledger.emit('customer.updated', after, previousValues(before, after))
      return after
    },
  }),
  defineRoute({
    method: 'GET',
    path: '/v1/customers/:id',
    request: 'customers.retrieve',
    honours: [],
    handle(ledger, _params, id) {
      const row = ledger.row(id)
      if (row?.name !== 'customer') throw resourceMissing('customer', id)
      return row.deleted ? {id, object: 'customer', deleted: true} : ledger.read('customer', row)
    },
  }),
  defineRoute({
    method: 'GET',
    path: '/v1/customers',
    request: 'customers.list',
    honours: ['created', 'email', 'limit', 'starting_after', 'ending_before'],
    handle: (ledger, params) =>
      listPage(ledger, 'customer', 'customers', params, ({email}) => !params.email || email === params.email),
  }),
  defineRoute({
    method: 'DELETE',
    path: '/v1/customers/:id',
    request: 'customers.del',
    honours: [],
    handle(ledger, _params, id) {
      const customer = ledger.get('customer', id)
      ledger.emit('customer.deleted', customer)
      return ledger.delete('customer', id)
    },
  }),
]

/** Makes a customer, with the prefix that numbers its invoices. */
export function createCustomer(ledger: Ledger, fields: Partial<Wire<'customer'>>): Wire<'customer'> {
  const customer = ledger.create('customer', {
    address: null,
    currency: null,
    delinquent: false,
    discount: null,
    invoice_prefix: randomToken(8).toUpperCase(),
    next_invoice_sequence: 1,
    preferred_locales: [],
    tax_exempt: 'none',
    test_clock: null,
    ...fields,
  })
  ledger.emit('customer.created', customer)
  return customer
}

function checkEmail(email: string | undefined): void {
  if (email && !/^\S+@\S+\.\S+$/.test(email)) {
    throw invalidRequest(`Invalid email address: ${email}`, {param: 'email', code: 'email_invalid'})
  }
}
