import {type Answer, htmlAnswer, seeOther} from '../http/answer.ts'
import {parseForm} from '../http/form.ts'
import type {Ledger} from '../objects/ledger.ts'
import {finishAuthentication, type PaymentOutcome, pay} from '../objects/payments/pay.ts'
import {expireSession} from '../objects/sessions/expire.ts'
import {lineItemsOf} from '../objects/sessions/line-items.ts'
import type {Wire} from '../objects/wire.ts'
import {authenticatePage} from './authenticate-page.ts'
import {messagePage} from './layout.ts'
import {payPage} from './pay-page.ts'
import {readPaymentForm, type Typed} from './read-payment-form.ts'

type Session = Wire<'checkout.session'>

/** `/c/pay/:id`: shows the form, or takes it. */
export function payRoute(ledger: Ledger, given: Session, method: string, body: string): Answer {
  const session = current(ledger, given)
  if (session.status !== 'open') return closed(session)
  if (method !== 'POST') return form(ledger, session, 200, typedBefore(ledger, session), [])
  const read = readPaymentForm(session, parseForm(body), new Date())
  if (!read.ok) return form(ledger, session, 422, read.typed, read.problems)
  return next(ledger, session, pay(ledger, session, read.contact, read.instrument), read.typed)
}

/** `/c/pay/:id/authenticate`: shows the bank's challenge, or takes its result. */
export function authenticateRoute(ledger: Ledger, given: Session, method: string, body: string): Answer {
  const session = current(ledger, given)
  if (session.status !== 'open') return closed(session)
  if (method !== 'POST') return htmlAnswer(200, authenticatePage(session))
  const outcome = finishAuthentication(ledger, session, parseForm(body).result === 'pass')
  if (!outcome) return seeOther(`/c/pay/${session.id}`)
  return next(ledger, session, outcome, typedBefore(ledger, session))
}

/** The session, expired first when its time has come. */
function current(ledger: Ledger, session: Session): Session {
  const isDue = session.status === 'open' && session.expires_at <= ledger.now()
  return isDue ? expireSession(ledger, session) : session
}

function next(ledger: Ledger, session: Session, outcome: PaymentOutcome, typed: Typed): Answer {
  switch (outcome.kind) {
    case 'complete':
      return seeOther((session.success_url ?? '/').replaceAll('{CHECKOUT_SESSION_ID}', session.id))
    case 'authenticate':
      return seeOther(`/c/pay/${session.id}/authenticate`)
    case 'declined':
      return form(ledger, session, 402, typed, [outcome.message])
  }
}

function form(ledger: Ledger, session: Session, status: number, typed: Typed, problems: string[]): Answer {
  return htmlAnswer(status, payPage({session, items: lineItemsOf(ledger, session.id), typed, problems}))
}

function typedBefore(ledger: Ledger, session: Session): Typed {
  const customer = session.customer ? ledger.find('customer', session.customer) : undefined
  return {
    email: session.customer_email ?? customer?.email ?? '',
    individual_name: customer?.individual_name ?? '',
    business_name: customer?.business_name ?? '',
    phone: customer?.phone ?? '',
    method: 'card',
  }
}

function closed(session: Session): Answer {
  if (session.status === 'complete') {
    return htmlAnswer(
      200,
      messagePage('You have already paid', 'This checkout is complete. You can close this page.'),
    )
  }
  const back = session.cancel_url ? {href: session.cancel_url, label: 'Back to the shop'} : undefined
  return htmlAnswer(
    410,
    messagePage('This page has expired', 'Nothing was charged. Go back to start again.', back),
  )
}
