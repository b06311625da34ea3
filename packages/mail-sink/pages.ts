import {createHash} from 'node:crypto'
import type {Message, MessageSummary} from './store.ts'

/** Markup that is safe to send as it is. */
export class Html {
  readonly text: string

  constructor(text: string) {
    this.text = text
  }
}

/** The inbox, newest first. */
export function listPage(messages: MessageSummary[]): Html {
  const title = messages.length === 1 ? '1 message' : `${messages.length} messages`
  if (messages.length === 0) {
    return page('Inbox', html`<p class="empty">No mail yet. What is sent to this host appears here.</p>`)
  }
  return page(
    `Inbox: ${title}`,
    html`<h1>${title}</h1>
<ul>${messages.map(
      ({id, subject, to, receivedAt}) => html`
<li><a href="/messages/${id}"><strong>${subject || '(no subject)'}</strong><time datetime="${receivedAt}">${dateAndTime(receivedAt)}</time><span>to ${to}</span></a></li>`,
    )}
</ul>
<form method="post" action="/messages/delete"><p><button>Delete all</button></p></form>`,
  )
}

/**
 * One message: what a reader sees, its text part, and its headers. On a phone the message comes first and fills the
 * screen, since it scrolls within its frame: a page cannot know how tall a sandboxed frame's content is.
 */
export function messagePage(message: Message): Html {
  const {id, subject, from, to, envelope, receivedAt, headers, text} = message
  return page(
    subject,
    html`<h1>${subject || '(no subject)'}</h1>
<dl>
<dt>From</dt><dd>${from}</dd>
<dt>To</dt><dd>${to}</dd>
<dt>Envelope</dt><dd>${envelope.from} to ${envelope.to.join(', ')}</dd>
<dt>Received</dt><dd><time datetime="${receivedAt}">${dateAndTime(receivedAt)} UTC</time></dd>
</dl>
${
  message.html === null
    ? html`<p class="empty">This message has no HTML part.</p>`
    : html`<p class="alone"><a href="/messages/${id}/html">Open the message by itself</a></p>
<iframe title="The message" sandbox="allow-popups allow-popups-to-escape-sandbox" referrerpolicy="no-referrer" src="/messages/${id}/html"></iframe>`
}
<details ${message.html === null ? html`open` : ''}><summary>Text</summary><pre>${text}</pre></details>
<details><summary>Headers</summary><pre>${headers.map(
      ({name, value}) => html`${name}: ${value}
`,
    )}</pre></details>
<form method="post" action="/messages/${id}/delete"><p><button>Delete</button></p></form>`,
  )
}

function page(title: string, body: Html): Html {
  return html`<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title}</title>
<style>${STYLE}</style>
<header><a href="/">Inbox</a><p>Mail sent on this machine. Nothing leaves it.</p></header>
<main>${body}</main>
</html>`
}

/** Date and time to the second, UTC: the sender and the tests may be in other time zones than the reader. */
function dateAndTime(iso: string): string {
  return `${iso.slice(0, 10)} ${iso.slice(11, 19)}`
}

/** A template in which every value is escaped, unless it is itself markup made here, or a list of such. */
function html(parts: TemplateStringsArray, ...values: (string | Html | readonly Html[])[]): Html {
  return new Html(
    parts.map((part, index) => part + (index < values.length ? render(values[index] ?? '') : '')).join(''),
  )
}

const ENTITIES: Record<string, string> = {'&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;'}

function render(value: string | Html | readonly Html[]): string {
  if (value instanceof Html) return value.text
  if (typeof value === 'string') return value.replace(/[&<>"']/g, (found) => ENTITIES[found] ?? '')
  return value.map(({text}) => text).join('')
}

/** One sheet for the whole inbox, so that the content security policy can allow it by its hash. */
const STYLE = new Html(`
:root{--paper:#fbfaf7;--ink:#14202b;--quiet:#55626d;--line:#dcd8ce;--copper:#9a4f1c;--wash:#f6ede3}
*{box-sizing:border-box}
body{margin:0;background:var(--paper);color:var(--ink);font:16px/1.5 system-ui,sans-serif}
header,main{width:min(60rem,100% - 3rem);margin:0 auto;padding:1.5rem 0}
header{display:flex;flex-wrap:wrap;gap:.25rem 1.5rem;align-items:baseline;border-bottom:2px solid var(--copper);padding-bottom:1rem}
header a{font-size:1.5rem;font-weight:650;color:inherit;text-decoration:none;letter-spacing:-.01em}
header p{margin:0;color:var(--quiet)}
h1{font-size:1.5rem;line-height:1.25;margin:0 0 1rem;text-wrap:balance}
ul{list-style:none;margin:0;padding:0}
li a{display:grid;grid-template-columns:1fr auto;gap:0 1rem;padding:.85rem .5rem;border-bottom:1px solid var(--line);color:inherit;text-decoration:none}
li a:hover,li a:focus-visible{background:var(--wash)}
li strong{grid-column:1;overflow-wrap:anywhere}
li span{grid-column:1;color:var(--quiet);overflow-wrap:anywhere}
time{grid-row:1;grid-column:2;color:var(--quiet);font-variant-numeric:tabular-nums}
dl{display:grid;grid-template-columns:max-content 1fr;gap:.25rem 1rem;margin:0 0 1.5rem}
dt{color:var(--quiet)}
dd{margin:0;overflow-wrap:anywhere}
iframe{width:100%;height:70vh;border:1px solid var(--line);background:#fff}
details{border-top:1px solid var(--line);padding:.75rem 0}
summary{cursor:pointer;font-weight:600}
pre{white-space:pre-wrap;overflow-wrap:anywhere;font:14px/1.5 ui-monospace,monospace}
.empty{color:var(--quiet);padding:3rem 0;text-align:center}
button{font:inherit;min-height:44px;padding:.5rem 1rem;border:1px solid var(--copper);border-radius:4px;background:transparent;color:var(--copper);cursor:pointer}
button:hover{background:var(--wash)}
main p.alone{margin:0 0 .5rem}
.alone a{color:var(--copper)}
@media(max-width:40rem){
header,main{width:min(60rem,100% - 2rem);padding:.75rem 0}
h1{font-size:1.15rem;margin-bottom:.5rem}
li a{grid-template-columns:1fr}
time{grid-row:auto;grid-column:1}
dl{grid-template-columns:1fr}
dt{margin-top:.5rem}
header:has(+main iframe) p{display:none}
main:has(iframe){display:flex;flex-direction:column}
main:has(iframe) :is(dl,details,form){order:1}
iframe{height:calc(100dvh - 12rem);min-height:20rem}
}
`)

const STYLE_HASH = createHash('sha256').update(STYLE.text).digest('base64')

/** The content security policy of the inbox's own pages. */
export const PAGE_POLICY = `default-src 'none'; style-src 'sha256-${STYLE_HASH}'; frame-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'`

/** That of a message: it may style itself and nothing else. No script, no request to anywhere, an origin of its own. */
export const MESSAGE_POLICY = `sandbox allow-popups allow-popups-to-escape-sandbox; default-src 'none'; style-src 'unsafe-inline'; img-src data:; form-action 'none'; base-uri 'none'; frame-ancestors 'self'`
