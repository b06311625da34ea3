import {type Answer, htmlAnswer, parseForm, type Request, seeOther} from '../http.ts'
import {openDispute} from '../objects/disputes.ts'
import type {Ledger} from '../objects/ledger.ts'
import {settlePayment} from '../objects/pay.ts'
import {expireSession} from '../objects/sessions.ts'
import type {Wire} from '../schema/types.ts'
import {inLedger, type Standin} from '../standin.ts'
import {type Html, html, layout, messagePage, money} from './html.ts'

const MAX_SHOWN_SESSIONS = 50

/** `/`: the latest sessions of both modes, and the buttons on them. */
export function overviewRoute(standin: Standin, request: Request): Answer {
  if (request.method === 'POST') return act(standin, request)
  const rows = [true, false].flatMap((livemode) => inLedger(standin, livemode, latest))
  rows.sort((a, b) => b.session.created - a.session.created)
  return htmlAnswer(200, overviewPage(rows.slice(0, MAX_SHOWN_SESSIONS)))
}

function latest(ledger: Ledger): OverviewRow[] {
  return ledger
    .newestFirst('checkout.session')
    .take(MAX_SHOWN_SESSIONS)
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

type OverviewRow = {
  session: Wire<'checkout.session'>
  intent?: Wire<'payment_intent'>
  charge?: Wire<'charge'>
  invoice?: Wire<'invoice'>
}

/** What happened lately, and the buttons for what Stripe's side would do next. */
function overviewPage(rows: OverviewRow[]): string {
  return layout(
    'Payments',
    html`<section class="card">
<h1>Payments</h1>
${
  rows.length === 0
    ? html`<p>No checkout was started yet.</p>`
    : html`<table><thead><tr><th>Session</th><th class="number">Amount</th><th>Status</th><th>Next</th></tr></thead>
<tbody>${rows.map(tableRow)}</tbody></table>`
}
</section>`,
  )
}

function tableRow({session, intent, charge, invoice}: OverviewRow): Html {
  return html`<tr>
<td><code>${session.id.slice(0, 24)}…</code><br><span class="quiet">${session.livemode ? 'live mode' : 'test mode'}</span></td>
<td class="number">${money(session.amount_total, session.currency)}</td>
<td>${session.status}, ${session.payment_status}${charge?.refunded && ', refunded'}${charge?.disputed && ', disputed'}</td>
<td>
${session.url && html`<a href="${session.url}">Pay</a> ${button('expire', session.id, 'Expire')}`}
${intent?.status === 'processing' && html`${button('succeed', intent.id, 'Debit succeeds')} ${button('fail', intent.id, 'Debit fails')}`}
${charge?.paid && !charge.disputed && button('dispute', charge.id, 'Dispute')}
${invoice?.hosted_invoice_url && html`<a href="${invoice.hosted_invoice_url}">Invoice</a>`}
</td></tr>`
}

function button(action: string, id: string, label: string): Html {
  return html`<form method="post" action="/" style="display:inline"><input type="hidden" name="id" value="${id}"><button class="second" name="action" value="${action}">${label}</button></form>`
}
