import type {Ledger} from '../ledger.ts'
import {type Card, type Contact, type Instrument, sessionInternal} from '../sessions/internal.ts'
import type {Wire} from '../wire.ts'
import {completeSession} from './complete.ts'
import {declinePayment} from './decline.ts'
import {intentOf} from './intent.ts'
import type {Payment} from './payment.ts'

/** What the buyer is shown next. */
export type PaymentOutcome = {kind: 'complete'} | {kind: 'authenticate'} | {kind: 'declined'; message: string}

/** The buyer pressed pay on an open session's page. */
export function pay(
  ledger: Ledger,
  openSession: Wire<'checkout.session'>,
  contact: Contact,
  instrument: Instrument,
): PaymentOutcome {
  const payment: Payment = {ledger, ...intentOf(ledger, openSession), contact, instrument}
  if (instrument.kind === 'card') {
    if (instrument.behaviour === 'declined')
      return declinePayment(payment, instrument.declineCode ?? 'generic_decline')
    if (instrument.behaviour.startsWith('authenticates')) return askToAuthenticate(payment, instrument)
  }
  completeSession(payment, false)
  return {kind: 'complete'}
}

/** The buyer answered their bank's 3-D Secure challenge. Undefined when none was open. */
export function finishAuthentication(
  ledger: Ledger,
  openSession: Wire<'checkout.session'>,
  passed: boolean,
): PaymentOutcome | undefined {
  const {awaiting, ...internal} = sessionInternal(ledger, openSession.id)
  if (!awaiting) return undefined
  const {intent} = intentOf(ledger, openSession)
  const session = ledger.update('checkout.session', openSession, {}, internal)
  const resumed = ledger.update('payment_intent', intent, {next_action: null})
  const payment: Payment = {
    ledger,
    session,
    intent: resumed,
    contact: awaiting.contact,
    instrument: awaiting.card,
  }
  if (!passed) return declinePayment(payment, 'authentication_failure')
  if (awaiting.card.behaviour === 'authenticates_then_declines')
    return declinePayment(payment, 'generic_decline')
  completeSession(payment, true)
  return {kind: 'complete'}
}

function askToAuthenticate(payment: Payment, card: Card): PaymentOutcome {
  const {ledger, session, contact} = payment
  const internal = {...sessionInternal(ledger, session.id), awaiting: {contact, card}}
  ledger.update('checkout.session', session, {}, internal)
  const waiting = ledger.update('payment_intent', payment.intent, {
    next_action: {
      type: 'redirect_to_url',
      redirect_to_url: {return_url: null, url: `${session.url}/authenticate`},
    },
    status: 'requires_action',
  })
  ledger.emit('payment_intent.requires_action', waiting)
  return {kind: 'authenticate'}
}
