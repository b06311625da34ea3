import {invalidRequest} from '../../errors.ts'
import type {Ledger} from '../ledger.ts'
import type {Wire} from '../wire.ts'

/**
 * Closes an open session, by call or because its time has come.
 *
 * @throws StripeError 400 when it is complete or has expired already.
 */
export function expireSession(ledger: Ledger, session: Wire<'checkout.session'>): Wire<'checkout.session'> {
  if (session.status !== 'open') {
    throw invalidRequest(
      `Only Checkout Sessions with a status in ["open"] can be expired. This Checkout Session has a status of \`${session.status}\`.`,
    )
  }
  const expired = ledger.update('checkout.session', session, {status: 'expired', url: null})
  ledger.emit('checkout.session.expired', expired)
  return expired
}

/** Expires every session whose time has come. */
export function expireDueSessions(ledger: Ledger): void {
  for (const session of ledger.dueSessions()) expireSession(ledger, session)
}
