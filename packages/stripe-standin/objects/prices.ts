import {invalidRequest} from '../errors.ts'
import type {Ledger} from './ledger.ts'
import {listPage} from './list.ts'
import {mergeMetadata} from './metadata.ts'
import {previousValues} from './previous-values.ts'
import {type ApiRoute, defineRetrieve, defineRoute} from './route.ts'

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

/** A lookup key belongs to one price at a time. With `transfer` its holder gives it up, without it the call is refused. */
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
