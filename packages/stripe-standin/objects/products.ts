import {invalidRequest, resourceMissing} from '../errors.ts'
import {listPage} from './list.ts'
import {mergeMetadata} from './metadata.ts'
import {previousValues} from './previous-values.ts'
import {type ApiRoute, defineRetrieve, defineRoute} from './route.ts'

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
