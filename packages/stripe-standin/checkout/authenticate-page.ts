import type {Wire} from '../objects/wire.ts'
import {html} from './html.ts'
import {layout} from './layout.ts'
import {money} from './money.ts'

/** The bank's 3-D Secure challenge, which the tester passes or fails. */
export function authenticatePage(session: Wire<'checkout.session'>): string {
  return layout(
    '3-D Secure',
    html`<form class="card message" method="post" action="/c/pay/${session.id}/authenticate">
<h1>3-D Secure test</h1>
<p>Your bank wants to be sure that it is you who pays ${money(session.amount_total, session.currency)}.</p>
<p class="row"><button name="result" value="pass">Complete authentication</button>
<button class="second" name="result" value="fail">Fail authentication</button></p>
</form>`,
  )
}
