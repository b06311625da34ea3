import {listPage} from './list.ts'
import {type ApiRoute, defineRetrieve, defineRoute} from './route.ts'

/** https://docs.stripe.com/api/events */
export const eventRoutes: ApiRoute[] = [
  defineRetrieve('event', '/v1/events/:id', 'events.retrieve'),
  defineRoute({
    method: 'GET',
    path: '/v1/events',
    request: 'events.list',
    honours: ['created', 'delivery_success', 'type', 'types', 'limit', 'starting_after', 'ending_before'],
    handle: (ledger, params) =>
      listPage(
        ledger,
        'event',
        'events',
        params,
        ({id, type}) =>
          (!params.type || matches(params.type, type)) &&
          (!params.types || params.types.some((wanted) => matches(wanted, type))) &&
          (params.delivery_success === undefined ||
            params.delivery_success === (ledger.undelivered(id) === 0)),
      ),
  }),
]

/** `charge.*` asks for every event of charges. */
function matches(wanted: string, type: string): boolean {
  return wanted.endsWith('*') ? type.startsWith(wanted.slice(0, -1)) : wanted === type
}
