import {resourceMissing} from '../errors.ts'
import type {Ledger} from './ledger.ts'
import {type ApiRoute, defineRoute} from './route.ts'
import type {Wire} from './wire.ts'

/** https://docs.stripe.com/api/accounts: the caller's own account, and no other. */
export const accountRoutes: ApiRoute[] = [
  defineRoute({
    method: 'GET',
    path: '/v1/account',
    request: 'accounts.retrieveCurrent',
    honours: [],
    handle: (ledger) => describe(ledger),
  }),
  defineRoute({
    method: 'GET',
    path: '/v1/accounts/:id',
    request: 'accounts.retrieveCurrent',
    honours: [],
    handle(ledger, _params, id) {
      if (id !== ledger.account.id) throw resourceMissing('account', id)
      return describe(ledger)
    },
  }),
]

function describe(ledger: Ledger): Wire<'account'> {
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
