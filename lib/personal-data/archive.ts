import {downloadZip} from 'client-zip'
import {z} from 'zod'
import {escapeHtml, formatMoney} from '../format/text.ts'
import {type PersonExport, personExport} from './export.ts'

// What a person takes away: data for programs with its schema, a page for people, and a page for each invoice.

/** The name of the file, without a person's name. */
export const ARCHIVE_NAME = 'your-information.zip'

/** The export as a ZIP file. Names of files in it are made here, never from typed words. */
export async function archiveOf(exported: PersonExport): Promise<Uint8Array<ArrayBuffer>> {
  const lastModified = new Date(exported.exportedAt)
  const files = [
    {name: 'data.json', input: json(exported)},
    {name: 'data.schema.json', input: json(z.toJSONSchema(personExport))},
    {name: 'your-information.html', input: informationPage(exported)},
    ...exported.stripe.invoices.map((invoice, index) => ({
      name: `invoices/${String(index + 1).padStart(2, '0')}.html`,
      input: invoicePage(invoice),
    })),
  ]
  const zip = downloadZip(files.map((file) => ({...file, lastModified})))
  return new Uint8Array(await zip.arrayBuffer())
}

const json = (value: unknown) => `${JSON.stringify(value, null, 2)}\n`

/** One part of what is shown: a table with a heading for each column. */
export type ShownTable = {title: string; note: string; head: string[]; rows: string[][]}

/** The export as tables for people, on the page and in the file. */
export function tablesOf({tables, setUpAnswers, stripe, kept}: PersonExport): ShownTable[] {
  const ours = tables.map(({title, purpose, period, columns, rows}) => ({
    title,
    note: `${purpose} Kept: ${lowerFirst(period)}`,
    head: Object.values(columns),
    rows: rows.map((row) => Object.keys(columns).map((column) => cell(row[column]))),
  }))
  const answers = {
    title: 'Answers in your set-up form',
    note: 'Kept encrypted. A password is never shown, not even to you.',
    head: ['Order', 'Question', 'Answer'],
    rows: setUpAnswers.map(({order, question, answer, storedOn}) => [
      order,
      question,
      answer ?? `Stored on ${cell(storedOn)}`,
    ]),
  }
  const atStripe = [
    ofObjects('At Stripe: customer', stripe.customers),
    ofObjects('At Stripe: checkouts', stripe.checkouts),
    ofObjects('At Stripe: payments', stripe.payments),
    ofObjects(
      'At Stripe: invoices',
      stripe.invoices.map(({lines, ...invoice}) => ({
        ...invoice,
        lines: lines.map(({what}) => what ?? '').join(', '),
      })),
    ),
  ]
  const keptTable = {
    title: 'What we must keep if you have the rest deleted',
    note: 'For as long as the law wants it.',
    head: ['Order', 'What', 'Why', 'Until'],
    rows: kept.map(({order, what, why, until}) => [order, what, why, until]),
  }
  return [...ours, answers, ...atStripe, keptTable].filter(({rows}) => rows.length > 0)
}

function ofObjects(title: string, objects: readonly Record<string, string | number | null>[]): ShownTable {
  const names = Object.keys(objects[0] ?? {})
  return {
    title,
    note: 'Our payment processor holds it for us.',
    head: names.map(words),
    rows: objects.map((object) => names.map((name) => cell(object[name]))),
  }
}

/** `amountCents` is `Amount cents`. */
function words(name: string): string {
  const spaced = name.replace(/([A-Z])/g, (letter) => ` ${letter.toLowerCase()}`)
  return `${spaced.charAt(0).toUpperCase()}${spaced.slice(1)}`
}

const lowerFirst = (text: string) => `${text.charAt(0).toLowerCase()}${text.slice(1)}`

const MOMENT = /^(\d{4}-\d{2}-\d{2})T(\d{2}:\d{2}):\d{2}(?:\.\d+)?Z$/

function cell(value: unknown): string {
  if (value === null || value === undefined) return ''
  if (Array.isArray(value)) return value.join(', ')
  if (typeof value === 'object')
    return Object.entries(value)
      .map(([name, held]) => `${name}: ${held}`)
      .join(', ')
  return String(value).replace(MOMENT, '$1 $2 UTC')
}

const STYLE =
  'body{margin:2rem auto;max-width:70rem;padding:0 1rem;font:16px/1.5 system-ui,sans-serif;color:#14202b}table{border-collapse:collapse;margin:.5rem 0 2rem}th,td{border:1px solid #ddd8cb;padding:.35rem .6rem;text-align:left;vertical-align:top;white-space:pre-line}h2{margin-bottom:0}p{margin:.25rem 0}'

function page(title: string, body: string): string {
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escapeHtml(title)}</title>
<style>${STYLE}</style>
</head>
<body>
<h1>${escapeHtml(title)}</h1>
${body}
</body>
</html>
`
}

function informationPage(exported: PersonExport): string {
  const parts = tablesOf(exported).map(
    ({title, note, head, rows}) => `<h2>${escapeHtml(title)}</h2>
<p>${escapeHtml(note)}</p>
<table>
<tr>${head.map((name) => `<th>${escapeHtml(name)}</th>`).join('')}</tr>
${rows.map((row) => `<tr>${row.map((text) => `<td>${escapeHtml(text)}</td>`).join('')}</tr>`).join('\n')}
</table>`,
  )
  const intro = `<p>PlumbPerfect Leads, as of ${escapeHtml(cell(exported.exportedAt))}, about ${escapeHtml(exported.address)}.</p>`
  return page('Your information', `${intro}\n${parts.join('\n') || '<p>We hold nothing about you.</p>'}`)
}

function invoicePage(invoice: PersonExport['stripe']['invoices'][number]): string {
  const money = (cents: number) => escapeHtml(formatMoney(cents, invoice.currency))
  const facts: [string, string | null][] = [
    ['Number', invoice.number],
    ['Date', cell(invoice.createdAt)],
    ['To', invoice.name],
    ['E-mail', invoice.email],
    ['Status', invoice.status],
  ]
  const lines = invoice.lines.map(
    ({what, amountCents}) => `<tr><td>${escapeHtml(what ?? '')}</td><td>${money(amountCents)}</td></tr>`,
  )
  return page(
    `Invoice ${invoice.number ?? invoice.id}`,
    `<table>${facts.map(([name, value]) => `<tr><th>${name}</th><td>${escapeHtml(value ?? '')}</td></tr>`).join('')}</table>
<table>${lines.join('')}<tr><th>Total</th><th>${money(invoice.totalCents)}</th></tr></table>`,
  )
}
