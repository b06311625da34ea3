import type {Wire} from '../schema/types.ts'
import {html, layout, money} from './html.ts'

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

/** The invoice as a PDF of one page, in the plainest form that readers accept. */
export function invoicePdf(invoice: Wire<'invoice'>): string {
  const lines = [
    `Invoice ${invoice.number}`,
    'Local test document: no money moved.',
    `Date ${new Date((invoice.effective_at ?? invoice.created) * 1000).toISOString().slice(0, 10)}`,
    `Billed to ${invoice.customer_name ?? ''} ${invoice.customer_email ?? ''}`,
    ...invoice.lines.data.map(
      (line) => `${line.description} x ${line.quantity}: ${money(line.amount, line.currency)}`,
    ),
    `Total ${money(invoice.total, invoice.currency)}`,
    `Amount paid ${money(invoice.amount_paid, invoice.currency)}`,
  ]
  return pdfDocument(lines.map((line) => `(${pdfString(line)}) Tj T*`).join('\n'))
}

/** PDF text strings escape these; what Latin-1 lacks cannot be shown by the built-in font. */
function pdfString(text: string): string {
  return text.replace(/[^\u0020-\u007e\u00a0-\u00ff]/g, '?').replace(/[\\()]/g, '\\$&')
}

function pdfDocument(text: string): string {
  const stream = `BT /F1 12 Tf 56 780 Td 22 TL\n${text}\nET`
  const objects = [
    '<< /Type /Catalog /Pages 2 0 R >>',
    '<< /Type /Pages /Kids [3 0 R] /Count 1 >>',
    '<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> >> >>',
    `<< /Length ${stream.length} >>\nstream\n${stream}\nendstream`,
    '<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>',
  ]
  let body = '%PDF-1.4\n'
  const offsets = objects.map((object, index) => {
    const offset = body.length
    body += `${index + 1} 0 obj\n${object}\nendobj\n`
    return `${String(offset).padStart(10, '0')} 00000 n \n`
  })
  const size = objects.length + 1
  const table = `xref\n0 ${size}\n0000000000 65535 f \n${offsets.join('')}`
  return `${body}${table}trailer\n<< /Size ${size} /Root 1 0 R >>\nstartxref\n${body.length}\n%%EOF\n`
}
