import {type Answer, htmlAnswer, seeOther} from '../http/answer.ts'
import {parseForm} from '../http/form.ts'
import type {Request} from '../http/request.ts'
import type {Ledger} from '../objects/ledger.ts'
import {openDispute} from '../objects/payments/dispute.ts'
import {settlePayment} from '../objects/payments/settle.ts'
import {expireSession} from '../objects/sessions/expire.ts'
import type {Wire} from '../objects/wire.ts'
import {inLedger, type Standin} from '../standin.ts'
import {messagePage} from './layout.ts'
import {type OverviewRow, overviewPage} from './overview-page.ts'

const SHOWN = 50

/** `/`: the latest sessions of both modes, and the buttons on them. */
export function overviewRoute(standin: Standin, request: Request): Answer {
  if (request.method === 'POST') return act(standin, request)
  const rows = [true, false].flatMap((livemode) => inLedger(standin, livemode, latest))
  rows.sort((a, b) => b.session.created - a.session.created)
  return htmlAnswer(200, overviewPage(rows.slice(0, SHOWN)))
}

function latest(ledger: Ledger): OverviewRow[] {
  return ledger
    .newestFirst('checkout.session')
    .take(SHOWN)
    .map((session) => rowOf(ledger, session))
    .toArray()
}

function rowOf(ledger: Ledger, session: Wire<'checkout.session'>): OverviewRow {
  const intent = session.payment_intent ? ledger.find('payment_intent', session.payment_intent) : undefined
  return {
    session,
    intent,
    charge: intent?.latest_charge ? ledger.find('charge', intent.latest_charge) : undefined,
    invoice: session.invoice ? ledger.find('invoice', session.invoice) : undefined,
  }
}

function act(standin: Standin, {headers, body}: Request): Answer {
  const site = headers['sec-fetch-site']
  const {action, id} = parseForm(body)
  const row = typeof id === 'string' ? standin.store.objects.find(id) : undefined
  if (!row || (site !== undefined && site !== 'same-origin')) {
    return htmlAnswer(403, messagePage('Not done', 'That button is for this page only.'))
  }
  inLedger(standin, row.livemode, (ledger) => {
    if (action === 'expire') expireSession(ledger, ledger.get('checkout.session', row.id))
    if (action === 'succeed') settlePayment(ledger, ledger.get('payment_intent', row.id), 'succeeded')
    if (action === 'fail') settlePayment(ledger, ledger.get('payment_intent', row.id), 'failed')
    if (action === 'dispute') openDispute(ledger, ledger.get('charge', row.id), 'fraudulent')
  })
  return seeOther('/')
}
