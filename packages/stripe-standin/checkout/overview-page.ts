import type {Wire} from '../objects/wire.ts'
import {type Html, html} from './html.ts'
import {layout} from './layout.ts'
import {money} from './money.ts'

export type OverviewRow = {
  session: Wire<'checkout.session'>
  intent?: Wire<'payment_intent'>
  charge?: Wire<'charge'>
  invoice?: Wire<'invoice'>
}

/** What happened lately, and the buttons for what Stripe's side would do next. */
export function overviewPage(rows: OverviewRow[]): string {
  return layout(
    'Payments',
    html`<section class="card">
<h1>Payments</h1>
${
  rows.length === 0
    ? html`<p>No checkout was started yet.</p>`
    : html`<table><thead><tr><th>Session</th><th class="number">Amount</th><th>Status</th><th>Next</th></tr></thead>
<tbody>${rows.map(row)}</tbody></table>`
}
</section>`,
  )
}

function row({session, intent, charge, invoice}: OverviewRow): Html {
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
