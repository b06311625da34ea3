import {type Html, html} from './html.ts'
import {clock} from './list-page.ts'
import type {Message} from './message.ts'
import {page} from './page.ts'

/** One message: what a reader sees, its text part, and its headers. */
export function messagePage(message: Message): Html {
  const {id, subject, from, to, envelope, receivedAt, headers, text} = message
  return page(
    subject,
    html`<h1>${subject || '(no subject)'}</h1>
<dl>
<dt>From</dt><dd>${from}</dd>
<dt>To</dt><dd>${to}</dd>
<dt>Envelope</dt><dd>${envelope.from} to ${envelope.to.join(', ')}</dd>
<dt>Received</dt><dd><time datetime="${receivedAt}">${clock(receivedAt)} UTC</time></dd>
</dl>
${
  message.html === null
    ? html`<p class="empty">This message has no HTML part.</p>`
    : html`<iframe title="The message" sandbox="allow-popups allow-popups-to-escape-sandbox" referrerpolicy="no-referrer" src="/messages/${id}/html"></iframe>`
}
<details ${message.html === null ? html`open` : ''}><summary>Text</summary><pre>${text}</pre></details>
<details><summary>Headers</summary><pre>${headers.map(
      ({name, value}) => html`${name}: ${value}
`,
    )}</pre></details>
<form method="post" action="/messages/${id}/delete"><p><button>Delete</button></p></form>`,
  )
}
