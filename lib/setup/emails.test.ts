import {expect, test} from 'vitest'
import {ORDER_STATES} from '../db/schema.ts'
import {type RenderedEmail, renderEmail} from '../mail.ts'
import {ORDER_EMAILS, type OrderFacts} from '../orders/emails.ts'
import {SETUP_EMAILS} from './emails.ts'

const facts: OrderFacts = {
  hasDesk: true,
  siteUrl: 'https://shop.example',
  orderId: 'PP-7K3F-92QM-X1ZD',
  plan: 'lifetime',
  planName: 'Lifetime access',
  payPath: '/checkout/lifetime?order=nonce',
  state: 'paid',
  amount: 'US$99.00',
  refunded: undefined,
  paidOn: 'November 22, 2026',
  contact: {
    name: 'Ann Pipes',
    businessName: 'Pipes & <Sons>',
    email: 'ann@pipes.example',
    phone: '+1 415 555 2671',
  },
  agreed: [],
  setupUrl: 'https://shop.example/setup?link=token',
  invoiceUrl: 'https://invoice.stripe.example/i/1',
  subject: 'in_set_up',
}

const EMAILS = {...ORDER_EMAILS, ...SETUP_EMAILS}
const write = (purpose: keyof typeof EMAILS, changed: Partial<OrderFacts> = {}): RenderedEmail =>
  renderEmail(EMAILS[purpose].write({...facts, ...changed}), facts.siteUrl)

const isPurpose = (name: string): name is keyof typeof EMAILS => name in EMAILS
const purposes = Object.keys(EMAILS).filter(isPurpose)

test.each(purposes)(
  '%s has a subject of one line, the same words as text and as HTML, and names the order',
  (purpose) => {
    const {subject, text, html} = write(purpose)
    expect(subject).toMatch(/^[^\r\n]{10,90}$/)
    expect(text).toContain(facts.orderId)
    expect(html).toContain(facts.orderId)
    const heading = text.split('\n')[0] ?? ''
    expect(html).toContain(`${heading}</h1>`)
    expect(text).not.toMatch(/undefined|null|\[object/)
    expect(html).not.toMatch(/undefined|null|\[object/)
  },
)

test.each(purposes)('%s loads nothing and runs nothing', (purpose) => {
  expect(write(purpose).html).not.toMatch(/<(?:img|script|link|iframe|style)|url\(|\bsrc=/i)
})

test('what a client wrote is text in the HTML', () => {
  const {html} = write('owner_new_order')
  expect(html).toContain('Pipes &amp; &lt;Sons&gt;')
  expect(html).not.toContain('<Sons>')
})

test('a confirmation has the receipt, the link to the form and the invoice', () => {
  const {text} = write('order_confirmation')
  for (const part of ['US$99.00', 'November 22, 2026', facts.setupUrl, facts.invoiceUrl])
    expect(text).toContain(part)
})

test('a confirmation of an order that needs no details any more has no link', () => {
  const {text, html} = write('order_confirmation', {setupUrl: undefined, invoiceUrl: undefined})
  expect(text + html).not.toMatch(/setup|14 days/)
})

test('a line break in a name cannot begin another header', () => {
  const {subject} = write('owner_new_order', {planName: 'Plan\r\nBcc: thief@example.com'})
  expect(subject).not.toMatch(/[\r\n]/)
})

test.each(ORDER_STATES)('the client can be told of %s', (state) => {
  expect(write('order_state', {subject: state}).text).not.toMatch(/_|!/)
})
