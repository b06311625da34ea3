import {invalidRequest, resourceMissing} from '../errors.ts'
import type {Ledger} from './ledger.ts'
import {type ApiRoute, defineRetrieve, defineRoute, listPage, mergeMetadata, previousValues} from './route.ts'

/** https://docs.stripe.com/api/products */
export const productRoutes: ApiRoute[] = [
  defineRoute({
    method: 'POST',
    path: '/v1/products',
    request: 'products.create',
    honours: ['id', 'name', 'active', 'description', 'metadata', 'url', 'unit_label', 'statement_descriptor'],
    handle(ledger, params) {
      if (params.id !== undefined && ledger.row(params.id)) {
        throw invalidRequest('Product already exists.', {param: 'id', code: 'resource_already_exists'})
      }
      const product = ledger.create('product', {
        ...(params.id !== undefined && {id: params.id}),
        name: params.name,
        active: params.active ?? true,
        default_price: null,
        description: params.description ?? null,
        metadata: mergeMetadata({}, params.metadata),
        statement_descriptor: params.statement_descriptor ?? null,
        type: 'service',
        unit_label: params.unit_label ?? null,
        updated: ledger.now(),
        url: params.url ?? null,
      })
      ledger.emit('product.created', product)
      return product
    },
  }),
  defineRoute({
    method: 'POST',
    path: '/v1/products/:id',
    request: 'products.update',
    honours: ['name', 'active', 'description', 'metadata', 'default_price', 'url', 'unit_label'],
    handle(ledger, params, id) {
      const before = ledger.get('product', id)
      if (params.default_price) ledger.get('price', params.default_price, 'default_price')
      const after = ledger.update('product', before, {
        name: params.name ?? before.name,
        active: params.active ?? before.active,
        default_price: params.default_price ?? before.default_price,
        description: params.description === undefined ? before.description : params.description || null,
        metadata: mergeMetadata(before.metadata, params.metadata),
        unit_label: params.unit_label === undefined ? before.unit_label : params.unit_label || null,
        updated: ledger.now(),
        url: params.url === undefined ? before.url : params.url || null,
      })
      ledger.emit('product.updated', after, previousValues(before, after))
      return after
    },
  }),
  defineRetrieve('product', '/v1/products/:id', 'products.retrieve'),
  defineRoute({
    method: 'GET',
    path: '/v1/products',
    request: 'products.list',
    honours: ['active', 'created', 'ids', 'limit', 'starting_after', 'ending_before'],
    handle: (ledger, params) =>
      listPage(
        ledger,
        'product',
        'products',
        params,
        ({id, active}) =>
          (params.active === undefined || active === params.active) &&
          (!params.ids || params.ids.includes(id)),
      ),
  }),
  defineRoute({
    method: 'DELETE',
    path: '/v1/products/:id',
    request: 'products.del',
    honours: [],
    handle(ledger, _params, id) {
      const product = ledger.find('product', id)
      if (!product) throw resourceMissing('product', id)
      for (const price of ledger.newestFirst('price')) {
        if (price.product === id) {
          throw invalidRequest(
            'This product cannot be deleted because it has one or more user-created prices.',
          )
        }
      }
      ledger.emit('product.deleted', product)
      return ledger.delete('product', id)
    },
  }),
]

/** https://docs.stripe.com/api/prices: flat prices, once or recurring. A price's amount never changes. */
export const priceRoutes: ApiRoute[] = [
  defineRoute({
    method: 'POST',
    path: '/v1/prices',
    request: 'prices.create',
    honours: [
      ...['active', 'currency', 'lookup_key', 'metadata', 'nickname', 'product', 'recurring.interval'],
      ...['recurring.interval_count', 'tax_behavior', 'transfer_lookup_key', 'unit_amount'],
    ],
    handle(ledger, params) {
      const {product, unit_amount: amount, recurring} = params
      if (!product)
        throw invalidRequest('Missing required param: product.', {
          param: 'product',
          code: 'parameter_missing',
        })
      if (amount === undefined) {
        throw invalidRequest('Missing required param: unit_amount.', {
          param: 'unit_amount',
          code: 'parameter_missing',
        })
      }
      if (!Number.isInteger(amount) || amount < 0) {
        throw invalidRequest(`Invalid integer: ${amount}`, {
          param: 'unit_amount',
          code: 'parameter_invalid_integer',
        })
      }
      if (!/^[a-z]{3}$/i.test(params.currency)) {
        throw invalidRequest(`Invalid currency: ${params.currency}`, {param: 'currency'})
      }
      ledger.get('product', product, 'product')
      claimLookupKey(ledger, params.lookup_key, params.transfer_lookup_key)
      const price = ledger.create('price', {
        active: params.active ?? true,
        billing_scheme: 'per_unit',
        currency: params.currency.toLowerCase(),
        lookup_key: params.lookup_key || null,
        metadata: mergeMetadata({}, params.metadata),
        nickname: params.nickname ?? null,
        product,
        recurring: recurring
          ? {
              interval: recurring.interval,
              interval_count: recurring.interval_count ?? 1,
              meter: null,
              trial_period_days: null,
              usage_type: 'licensed',
            }
          : null,
        tax_behavior: params.tax_behavior ?? 'unspecified',
        type: recurring ? 'recurring' : 'one_time',
        unit_amount: amount,
        unit_amount_decimal: String(amount),
      })
      ledger.emit('price.created', price)
      return price
    },
  }),
  defineRoute({
    method: 'POST',
    path: '/v1/prices/:id',
    request: 'prices.update',
    honours: ['active', 'lookup_key', 'metadata', 'nickname', 'tax_behavior', 'transfer_lookup_key'],
    handle(ledger, params, id) {
      const before = ledger.get('price', id)
      claimLookupKey(ledger, params.lookup_key, params.transfer_lookup_key, id)
      const after = ledger.update('price', before, {
        active: params.active ?? before.active,
        lookup_key: params.lookup_key === undefined ? before.lookup_key : params.lookup_key || null,
        metadata: mergeMetadata(before.metadata, params.metadata),
        nickname: params.nickname ?? before.nickname,
        tax_behavior: params.tax_behavior ?? before.tax_behavior,
      })
      ledger.emit('price.updated', after, previousValues(before, after))
      return after
    },
  }),
  defineRetrieve('price', '/v1/prices/:id', 'prices.retrieve'),
  defineRoute({
    method: 'GET',
    path: '/v1/prices',
    request: 'prices.list',
    honours: [
      ...['active', 'created', 'currency', 'lookup_keys', 'product', 'type'],
      ...['limit', 'starting_after', 'ending_before'],
    ],
    handle: (ledger, params) =>
      listPage(
        ledger,
        'price',
        'prices',
        params,
        (price) =>
          (params.active === undefined || price.active === params.active) &&
          (!params.currency || price.currency === params.currency) &&
          (!params.product || price.product === params.product) &&
          (!params.type || price.type === params.type) &&
          (!params.lookup_keys ||
            (price.lookup_key !== null && params.lookup_keys.includes(price.lookup_key))),
      ),
  }),
]

/**
 * Makes sure that a lookup key belongs to one price at a time. With `transfer` it is taken from the price that has it.
 *
 * @throws StripeError 400 without `transfer`, when another price than `claimant` has it
 */
function claimLookupKey(ledger: Ledger, key: string | undefined, transfer = false, claimant?: string): void {
  if (!key) return
  if (key.length > 200)
    throw invalidRequest('A lookup key can have up to 200 characters.', {param: 'lookup_key'})
  for (const holder of ledger.newestFirst('price')) {
    if (holder.lookup_key !== key || holder.id === claimant) continue
    if (!transfer)
      throw invalidRequest(`A price (\`${holder.id}\`) already uses that lookup key.`, {param: 'lookup_key'})
    const after = ledger.update('price', holder, {lookup_key: null})
    ledger.emit('price.updated', after, {lookup_key: key})
    return
  }
}
