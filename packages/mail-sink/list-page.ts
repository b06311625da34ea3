import {type Html, html} from './html.ts'
import type {MessageSummary} from './message.ts'
import {page} from './page.ts'

/** The inbox, newest first. */
export function listPage(messages: MessageSummary[]): Html {
  const title = messages.length === 1 ? '1 message' : `${messages.length} messages`
  if (messages.length === 0)
    return page('Inbox', html`<p class="empty">No mail yet. What the site sends appears here.</p>`)
  return page(
    `Inbox: ${title}`,
    html`<h1>${title}</h1>
<ul>${messages.map(
      ({id, subject, to, receivedAt}) => html`
<li><a href="/messages/${id}"><strong>${subject || '(no subject)'}</strong><time datetime="${receivedAt}">${clock(receivedAt)}</time><span>to ${to}</span></a></li>`,
    )}
</ul>
<form method="post" action="/messages/delete"><p><button>Delete all</button></p></form>`,
  )
}

/** Date and time to the second, UTC: the sender and the tests may be in other zones than the reader. */
export function clock(iso: string): string {
  return `${iso.slice(0, 10)} ${iso.slice(11, 19)}`
}
