import type {Wire} from '../objects/wire.ts'
import {html} from './html.ts'
import {layout} from './layout.ts'
import {money} from './money.ts'

/** An invoice to look at and to print. */
export function invoicePage(invoice: Wire<'invoice'>): string {
  const date = new Date((invoice.effective_at ?? invoice.created) * 1000).toISOString().slice(0, 10)
  return layout(
    `Invoice ${invoice.number}`,
    html`<article class="card">
<h1>Invoice ${invoice.number}</h1>
<p>${invoice.status === 'paid' ? 'Paid' : 'Not paid'} · <time datetime="${date}">${date}</time></p>
<p>Billed to<br>${invoice.customer_name}<br>${invoice.customer_email}${invoice.customer_phone && html`<br>${invoice.customer_phone}`}</p>
${invoice.description && html`<p>${invoice.description}</p>`}
<table><thead><tr><th>Description</th><th class="number">Quantity</th><th class="number">Amount</th></tr></thead>
<tbody>${invoice.lines.data.map((line) => html`<tr><td>${line.description}</td><td class="number">${line.quantity}</td><td class="number">${money(line.amount, line.currency)}</td></tr>`)}
<tr><th>Total</th><td></td><th class="number">${money(invoice.total, invoice.currency)}</th></tr>
<tr><th>Amount paid</th><td></td><th class="number">${money(invoice.amount_paid, invoice.currency)}</th></tr></tbody></table>
${invoice.footer && html`<p class="quiet">${invoice.footer}</p>`}
<nav><p><a href="${invoice.invoice_pdf ?? ''}">Printable version</a></p></nav>
</article>`,
  )
}
