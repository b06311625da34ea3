/** A whole page. Every one says at the top that it is a stand-in, so that it is not taken for Stripe's. */
export function layout(title: string, content: Html): string {
  return html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex">
<title>${title} · test payments</title>
${styles}
</head>
<body>
<p class="banner"><strong>Local test page.</strong> A stand-in for Stripe Checkout: no money moves. Use test numbers only.</p>
<main>${content}</main>
</body>
</html>`.text
}

/** A short message with a title, for sessions that cannot be paid and pages that are not there. */
export function messagePage(title: string, text: string, link?: {href: string; label: string}): string {
  return layout(
    title,
    html`<section class="card message"><h1>${title}</h1><p>${text}</p>${link && html`<p><a href="${link.href}">${link.label}</a></p>`}</section>`,
  )
}

/** An amount as a buyer in the United States reads it. `amount` is in the currency's smallest unit. */
export function money(amount: number | null, currency: string | null): string {
  const format = new Intl.NumberFormat('en-US', {style: 'currency', currency: currency ?? 'usd'})
  const digits = format.resolvedOptions().maximumFractionDigits ?? 2
  return format.format((amount ?? 0) / 10 ** digits)
}

/** Markup that is safe to put into a page as it is. */
export class Html {
  readonly text: string

  constructor(text: string) {
    this.text = text
  }
}

type Part = Html | string | number | null | undefined | false | readonly Part[]

/** A template whose values are escaped, unless they are markup themselves; nothing is shown for null and false. */
export function html(strings: TemplateStringsArray, ...values: Part[]): Html {
  return new Html(strings.map((text, index) => text + render(values[index])).join(''))
}

function render(part: Part): string {
  if (part instanceof Html) return part.text
  if (part === null || part === undefined || part === false) return ''
  if (typeof part === 'string' || typeof part === 'number') return escapeText(String(part))
  return part.map(render).join('')
}

function escapeText(text: string): string {
  return text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`)
}

/** One sheet for all pages, in the page, so that a page loads nothing else. */
const styles = new Html(`<style>
:root { --ink: #1b2430; --quiet: #596673; --line: #d8dee4; --wash: #f4f6f8; --accent: #2f5fd0; --alert: #a4241c; }
* { box-sizing: border-box; }
body { margin: 0; background: var(--wash); color: var(--ink); font: 16px/1.5 system-ui, sans-serif; }
.banner { margin: 0; padding: .6rem 1rem; text-align: center; font-size: .9rem; background: #fff3c9;
  border-bottom: 6px solid; border-image: repeating-linear-gradient(135deg, #1b2430 0 12px, #f2b705 12px 24px) 6; }
main { display: grid; gap: 2rem; max-width: 60rem; margin: 2.5rem auto; padding: 0 1rem; }
@media (min-width: 48rem) { main:has(.summary) { grid-template-columns: 1fr 1.1fr; align-items: start; } }
h1 { font-size: 1.35rem; line-height: 1.25; margin: 0 0 1rem; }
h2 { font-size: 1rem; margin: 1.75rem 0 .5rem; }
a { color: var(--accent); }
.card { background: #fff; border: 1px solid var(--line); border-radius: 10px; padding: 1.75rem; }
.message { max-width: 34rem; margin: 0 auto; width: 100%; }
.amount { font-size: 2.25rem; font-weight: 650; margin: .25rem 0 1.5rem; font-variant-numeric: tabular-nums; }
.quiet { color: var(--quiet); font-size: .9rem; }
.lines { list-style: none; margin: 0; padding: 0; }
.lines li { display: flex; justify-content: space-between; gap: 1rem; padding: .75rem 0; border-top: 1px solid var(--line); }
.lines li:last-child { font-weight: 650; }
label { display: block; font-size: .9rem; font-weight: 550; margin: .9rem 0 .3rem; }
input:not([type=radio]) { width: 100%; font: inherit; padding: .6rem .7rem; border: 1px solid #9aa6b2; border-radius: 6px; background: #fff; }
input:focus-visible, button:focus-visible, a:focus-visible { outline: 3px solid var(--accent); outline-offset: 2px; }
fieldset { border: 0; margin: 0; padding: 0; }
.choice { display: flex; gap: .6rem; align-items: center; font-weight: 550; }
.pair { display: grid; grid-template-columns: 1fr 1fr; gap: .8rem; }
form:has([value=us_bank_account]:checked) .by-card, form:has([value=card]:checked) .by-bank { display: none; }
button { font: inherit; font-weight: 600; padding: .75rem 1.1rem; border: 0; border-radius: 6px; background: var(--accent); color: #fff; cursor: pointer; }
button.wide { width: 100%; margin-top: 1.5rem; }
td button { padding: .3rem .7rem; }
button.second { background: #fff; color: var(--ink); border: 1px solid #9aa6b2; }
.row { display: flex; flex-wrap: wrap; gap: .6rem; align-items: center; }
[role=alert] { border-left: 4px solid var(--alert); background: #fdecea; color: var(--alert); padding: .7rem .9rem; margin: 0 0 1rem; }
[role=alert] p { margin: 0; }
details { margin-top: 1.25rem; font-size: .9rem; }
table { border-collapse: collapse; width: 100%; font-size: .9rem; }
th, td { text-align: left; padding: .45rem .5rem; border-bottom: 1px solid var(--line); vertical-align: top; }
td.number, th.number { text-align: right; font-variant-numeric: tabular-nums; }
code { font-size: .85em; overflow-wrap: anywhere; }
@media print { .banner { border: 1px solid; } body { background: #fff; } .card { border: 0; padding: 0; } nav { display: none; } }
</style>`)
