import {invalidRequest, resourceMissing} from '../errors.ts'
import {isWebhookAllowed} from '../http.ts'
import {randomToken} from '../ids.ts'
import {schemaFile} from '../schema/schema.ts'
import type {Wire} from '../schema/types.ts'
import type {Ledger} from './ledger.ts'
import {type ApiRoute, defineRetrieve, defineRoute, listPage, mergeMetadata} from './route.ts'

/** https://docs.stripe.com/api/accounts: the caller's own account, and no other. */
const selfRoutes: ApiRoute[] = [
  defineRoute({
    method: 'GET',
    path: '/v1/account',
    request: 'accounts.retrieveCurrent',
    honours: [],
    handle: (ledger) => describeAccount(ledger),
  }),
  defineRoute({
    method: 'GET',
    path: '/v1/accounts/:id',
    request: 'accounts.retrieveCurrent',
    honours: [],
    handle(ledger, _params, id) {
      if (id !== ledger.account.id) throw resourceMissing('account', id)
      return describeAccount(ledger)
    },
  }),
]

function describeAccount(ledger: Ledger): Wire<'account'> {
  return ledger.compose('account', {
    id: ledger.account.id,
    charges_enabled: true,
    country: 'US',
    default_currency: 'usd',
    details_submitted: true,
    payouts_enabled: true,
    type: 'standard',
  })
}

/** https://docs.stripe.com/api/events */
const eventRoutes: ApiRoute[] = [
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

/** https://docs.stripe.com/api/webhook_endpoints. The signing secret is in the answer to the create and in no other. */
const webhookEndpointRoutes: ApiRoute[] = [
  defineRoute({
    method: 'POST',
    path: '/v1/webhook_endpoints',
    request: 'webhookEndpoints.create',
    honours: ['api_version', 'description', 'enabled_events', 'metadata', 'url'],
    handle(ledger, params) {
      if (params.api_version && params.api_version !== schemaFile.apiVersion) {
        throw invalidRequest(`The local stand-in sends events of version ${schemaFile.apiVersion} only.`, {
          param: 'api_version',
        })
      }
      checkUrl(ledger, params.url)
      const secret = `whsec_${randomToken(32)}`
      const endpoint = ledger.create(
        'webhook_endpoint',
        {
          api_version: params.api_version ?? null,
          description: params.description || null,
          enabled_events: params.enabled_events,
          metadata: mergeMetadata({}, params.metadata),
          status: 'enabled',
          url: params.url,
        },
        {secret},
      )
      return {...endpoint, secret}
    },
  }),
  defineRoute({
    method: 'POST',
    path: '/v1/webhook_endpoints/:id',
    request: 'webhookEndpoints.update',
    honours: ['description', 'disabled', 'enabled_events', 'metadata', 'url'],
    handle(ledger, params, id) {
      const endpoint = ledger.get('webhook_endpoint', id)
      if (params.url !== undefined) checkUrl(ledger, params.url)
      const status =
        params.disabled === undefined ? endpoint.status : params.disabled ? 'disabled' : 'enabled'
      return ledger.update('webhook_endpoint', endpoint, {
        description: params.description === undefined ? endpoint.description : params.description || null,
        enabled_events: params.enabled_events ?? endpoint.enabled_events,
        metadata: mergeMetadata(endpoint.metadata, params.metadata),
        status,
        url: params.url ?? endpoint.url,
      })
    },
  }),
  defineRetrieve('webhook_endpoint', '/v1/webhook_endpoints/:id', 'webhookEndpoints.retrieve'),
  defineRoute({
    method: 'GET',
    path: '/v1/webhook_endpoints',
    request: 'webhookEndpoints.list',
    honours: ['limit', 'starting_after', 'ending_before'],
    handle: (ledger, params) => listPage(ledger, 'webhook_endpoint', 'webhook_endpoints', params),
  }),
  defineRoute({
    method: 'DELETE',
    path: '/v1/webhook_endpoints/:id',
    request: 'webhookEndpoints.del',
    honours: [],
    handle(ledger, _params, id) {
      if (!ledger.find('webhook_endpoint', id)) throw resourceMissing('webhook_endpoint', id)
      ledger.failDeliveries(id)
      return ledger.delete('webhook_endpoint', id)
    },
  }),
]

function checkUrl(ledger: Ledger, url: string): void {
  const parsed = URL.parse(url)
  if (!parsed || !/^https?:$/.test(parsed.protocol))
    throw invalidRequest('Not a valid URL', {param: 'url', code: 'url_invalid'})
  if (!isWebhookAllowed(parsed, ledger.webhookHosts)) {
    throw invalidRequest(
      'The local stand-in delivers to this machine and to hosts named at its start only.',
      {
        param: 'url',
        code: 'url_invalid',
      },
    )
  }
}

/** The account itself, its events and its webhook endpoints. */
export const accountRoutes: ApiRoute[] = [...selfRoutes, ...eventRoutes, ...webhookEndpointRoutes]
