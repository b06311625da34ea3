import type {Ledger} from '../ledger.ts'
import type {Contact, Instrument} from '../sessions/internal.ts'
import type {Wire} from '../wire.ts'

/** A buyer paying for a session: what the steps of a payment pass on. */
export type Payment = {
  ledger: Ledger
  session: Wire<'checkout.session'>
  intent: Wire<'payment_intent'>
  contact: Contact
  instrument: Instrument
}

/** In the currency's smallest unit. */
export function amountOf(session: Wire<'checkout.session'>): {amount: number; currency: string} {
  if (session.amount_total === null || session.currency === null)
    throw new Error(`${session.id} has no amount`)
  return {amount: session.amount_total, currency: session.currency}
}

/** The name that Stripe shows for the buyer: the person's, else the business's. */
export function nameOf(contact: Contact): string | null {
  return contact.individualName ?? contact.businessName
}
