import {expect, test} from 'vitest'
import {ORDER_STATES} from '../orders/states.ts'
import type {MailFacts} from './mail-facts.ts'
import {isContactMail, isSiteMail, MAIL_PURPOSES, type MailPurpose, type OrderMailPurpose} from './purpose.ts'
import {writeLetter} from './write-letter.ts'

const facts: MailFacts = {
  siteUrl: 'https://shop.example',
  orderId: 'PP-7K3F-92QM-X1ZD',
  plan: 'lifetime',
  planName: 'Lifetime access',
  state: 'paid',
  amount: 'US$99.00',
  paidOn: 'November 22, 2026',
  contact: {
    name: 'Ann Pipes',
    businessName: 'Pipes & <Sons>',
    email: 'ann@pipes.example',
    phone: '+1 415 555 2671',
  },
  setupUrl: 'https://shop.example/setup?link=token',
  invoiceUrl: 'https://invoice.stripe.example/i/1',
  subject: 'in_set_up',
}

const isPurpose = (name: string): name is MailPurpose => name in MAIL_PURPOSES
const isAboutOrder = (purpose: MailPurpose): purpose is OrderMailPurpose =>
  !isContactMail(purpose) && !isSiteMail(purpose)
const purposes = Object.keys(MAIL_PURPOSES).filter(isPurpose).filter(isAboutOrder)

test.each(purposes)(
  '%s has a subject of one line, the same words as text and as HTML, and names the order',
  (purpose) => {
    const {subject, text, html} = writeLetter(purpose, facts)
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
  expect(writeLetter(purpose, facts).html).not.toMatch(/<(?:img|script|link|iframe|style)|url\(|\bsrc=/i)
})

test('what a client wrote is text in the HTML', () => {
  const {html} = writeLetter('owner_new_order', facts)
  expect(html).toContain('Pipes &amp; &lt;Sons&gt;')
  expect(html).not.toContain('<Sons>')
})

test('a confirmation has the receipt, the link to the form and the invoice', () => {
  const {text} = writeLetter('order_confirmation', facts)
  for (const part of ['US$99.00', 'November 22, 2026', facts.setupUrl, facts.invoiceUrl])
    expect(text).toContain(part)
})

test('a confirmation of an order that needs no details any more has no link', () => {
  const {text, html} = writeLetter('order_confirmation', {
    ...facts,
    setupUrl: undefined,
    invoiceUrl: undefined,
  })
  expect(text + html).not.toMatch(/setup|14 days/)
})

test('a line break in a name cannot begin another header', () => {
  const {subject} = writeLetter('owner_new_order', {...facts, planName: 'Plan\r\nBcc: thief@example.com'})
  expect(subject).not.toMatch(/[\r\n]/)
})

test.each(ORDER_STATES)('the client can be told of %s', (state) => {
  const {text} = writeLetter('order_state', {...facts, subject: state})
  expect(text).not.toMatch(/_|!/)
})
