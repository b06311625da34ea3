import {type Answer, htmlAnswer, parseForm, seeOther} from '../http.ts'
import type {Ledger} from '../objects/ledger.ts'
import {finishAuthentication, type PaymentOutcome, pay} from '../objects/pay.ts'
import {lineItemsOf} from '../objects/session-lines.ts'
import {expireSession} from '../objects/sessions.ts'
import type {Wire} from '../schema/types.ts'
import {type Html, html, layout, messagePage, money} from './html.ts'
import {readPaymentForm, type Typed} from './payment-form.ts'

type Session = Wire<'checkout.session'>

/** `/c/pay/:id`: shows the form, or takes it. */
export function payRoute(ledger: Ledger, given: Session, method: string, body: string): Answer {
  const session = current(ledger, given)
  if (session.status !== 'open') return closedAnswer(session)
  if (method !== 'POST') return formAnswer(ledger, session, 200, typedBefore(ledger, session), [])
  const read = readPaymentForm(session, parseForm(body), new Date())
  if (!read.ok) return formAnswer(ledger, session, 422, read.typed, read.problems)
  return outcomeAnswer(ledger, session, pay(ledger, session, read.contact, read.instrument), read.typed)
}

/** `/c/pay/:id/authenticate`: shows the bank's challenge, or takes its result. */
export function authenticateRoute(ledger: Ledger, given: Session, method: string, body: string): Answer {
  const session = current(ledger, given)
  if (session.status !== 'open') return closedAnswer(session)
  if (method !== 'POST') return htmlAnswer(200, authenticatePage(session))
  const outcome = finishAuthentication(ledger, session, parseForm(body).result === 'pass')
  if (!outcome) return seeOther(`/c/pay/${session.id}`)
  return outcomeAnswer(ledger, session, outcome, typedBefore(ledger, session))
}

/** The session, expired first when it is due. */
function current(ledger: Ledger, session: Session): Session {
  const isDue = session.status === 'open' && session.expires_at <= ledger.now()
  return isDue ? expireSession(ledger, session) : session
}

function outcomeAnswer(ledger: Ledger, session: Session, outcome: PaymentOutcome, typed: Typed): Answer {
  switch (outcome.kind) {
    case 'complete':
      return seeOther((session.success_url ?? '/').replaceAll('{CHECKOUT_SESSION_ID}', session.id))
    case 'authenticate':
      return seeOther(`/c/pay/${session.id}/authenticate`)
    case 'declined':
      return formAnswer(ledger, session, 402, typed, [outcome.message])
  }
}

function formAnswer(
  ledger: Ledger,
  session: Session,
  status: number,
  typed: Typed,
  problems: string[],
): Answer {
  return htmlAnswer(status, payPage({session, items: lineItemsOf(ledger, session.id), typed, problems}))
}

function typedBefore(ledger: Ledger, session: Session): Typed {
  const customer = session.customer ? ledger.find('customer', session.customer) : undefined
  return {
    email: session.customer_email ?? customer?.email ?? '',
    individual_name: customer?.individual_name ?? '',
    business_name: customer?.business_name ?? '',
    phone: customer?.phone ?? '',
    method: 'card',
  }
}

function closedAnswer(session: Session): Answer {
  if (session.status === 'complete') {
    return htmlAnswer(
      200,
      messagePage('You have already paid', 'This checkout is complete. You can close this page.'),
    )
  }
  const back = session.cancel_url ? {href: session.cancel_url, label: 'Back to the shop'} : undefined
  return htmlAnswer(
    410,
    messagePage('This page has expired', 'Nothing was charged. Go back to start again.', back),
  )
}

type PayPage = {
  session: Session
  items: Wire<'item'>[]
  typed: Typed
  problems: string[]
}

/** The page on which an open session is paid. It works without scripts. */
function payPage({session, items, typed, problems}: PayPage): string {
  const total = money(session.amount_total, session.currency)
  return layout(
    `Pay ${total}`,
    html`<section class="summary">
${session.cancel_url && html`<p><a href="${session.cancel_url}">← Back</a></p>`}
<p class="quiet">Total due</p>
<p class="amount">${total}</p>
<ul class="lines">
${items.map((item) => html`<li><span>${item.description} × ${item.quantity}</span><span>${money(item.amount_total, item.currency)}</span></li>`)}
<li><span>Total due</span><span>${total}</span></li>
</ul>
</section>
<form class="card" method="post" action="/c/pay/${session.id}" autocomplete="off">
<h1>Payment details</h1>
${problems.length > 0 && html`<div role="alert">${problems.map((problem) => html`<p>${problem}</p>`)}</div>`}
${field('email', 'Email', {type: 'email', value: typed.email, required: true})}
${nameField('individual_name', 'Full name', session.name_collection?.individual, typed.individual_name)}
${nameField('business_name', 'Business name', session.name_collection?.business, typed.business_name)}
${session.phone_number_collection?.enabled && field('phone', 'Phone number', {type: 'tel', value: typed.phone, required: true})}
${methods(session, typed)}
<button class="wide" type="submit">Pay ${total}</button>
${hints}
</form>`,
  )
}

function methods(session: Session, typed: Typed): Html {
  const bank = session.payment_method_types.includes('us_bank_account')
  return html`<fieldset>
<h2>Payment method</h2>
${choice('card', 'Card', typed.method)}
<div class="by-card">
${field('card_number', 'Card number', {inputmode: 'numeric', placeholder: '4242 4242 4242 4242'})}
<div class="pair"><div>${field('card_expiry', 'Expiry', {placeholder: 'MM / YY', inputmode: 'numeric'})}</div>
<div>${field('card_cvc', 'CVC', {placeholder: '123', inputmode: 'numeric'})}</div></div>
</div>
${
  bank &&
  html`${choice('us_bank_account', 'US bank account', typed.method)}
<div class="by-bank">${field('account_number', 'Account number', {inputmode: 'numeric', placeholder: '000123456789'})}
<p class="quiet">Routing number 110000000. The debit stays under way until it is settled on the overview page.</p></div>`
}
</fieldset>`
}

function choice(value: Typed['method'], label: string, chosen: string): Html {
  return html`<label class="choice"><input type="radio" name="method" value="${value}"${chosen === value && html` checked`}> ${label}</label>`
}

function nameField(
  name: string,
  label: string,
  asked: {enabled: boolean; optional: boolean} | undefined,
  value: string,
) {
  if (!asked?.enabled) return null
  return field(name, asked.optional ? `${label} (optional)` : label, {value, required: !asked.optional})
}

type FieldOptions = {
  type?: string
  value?: string
  required?: boolean
  placeholder?: string
  inputmode?: string
}

function field(name: string, label: string, options: FieldOptions): Html {
  const {type = 'text', value = '', required = false, placeholder = '', inputmode = 'text'} = options
  return html`<label for="${name}">${label}</label>
<input id="${name}" name="${name}" type="${type}" value="${value}" placeholder="${placeholder}" inputmode="${inputmode}"${required && html` required`}>`
}

const hints = html`<details><summary>Test numbers</summary>
<table><tbody>
<tr><td><code>4242 4242 4242 4242</code></td><td>succeeds</td></tr>
<tr><td><code>4000 0025 0000 3155</code></td><td>asks for 3-D Secure</td></tr>
<tr><td><code>4000 0000 0000 0002</code></td><td>is declined</td></tr>
<tr><td><code>4000 0000 0000 9995</code></td><td>has insufficient funds</td></tr>
<tr><td><code>4000 0000 0000 0259</code></td><td>succeeds, then is disputed</td></tr>
<tr><td><code>000123456789</code></td><td>a bank account</td></tr>
</tbody></table>
<p>Any date in the future and any three digits will do.</p></details>`

/** The bank's 3-D Secure challenge, which the tester passes or fails. */
function authenticatePage(session: Session): string {
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
