import {describe, expect, it} from 'vitest'
import {html, money} from '../pages/html.ts'
import {readPaymentForm} from '../pages/payment-form.ts'
import {assertObject, blank} from '../schema/check.ts'
import type {Wire} from '../schema/types.ts'

const now = new Date('2026-06-15T12:00:00Z')
const card = {email: 'a@b.example', card_number: '4242-4242 4242 4242', card_expiry: '06/26', card_cvc: '123'}

function sessionWith(fields: Partial<Wire<'checkout.session'>>): Wire<'checkout.session'> {
  const session: Record<string, unknown> = {...blank('checkout.session'), ...fields}
  assertObject('checkout.session', session)
  return session
}

describe('readPaymentForm', () => {
  it('keeps the last four digits of a card and nothing more of its number', () => {
    const read = readPaymentForm(sessionWith({}), card, now)
    expect(read).toMatchObject({
      ok: true,
      instrument: {kind: 'card', brand: 'visa', last4: '4242', expMonth: 6, expYear: 2026},
    })
    expect(JSON.stringify(read)).not.toMatch(/4242\D*4242/)
  })

  it('takes the ways in which people write a date', () => {
    for (const card_expiry of ['07/26', '7 / 26', '0726', '07/2026', '7-26', '07.26']) {
      expect(readPaymentForm(sessionWith({}), {...card, card_expiry}, now)).toMatchObject({ok: true})
    }
    for (const card_expiry of ['05/26', '13/27', '', 'soon']) {
      expect(readPaymentForm(sessionWith({}), {...card, card_expiry}, now)).toMatchObject({ok: false})
    }
  })

  it('takes the ways in which people write a phone number', () => {
    const asking = sessionWith({phone_number_collection: {enabled: true}})
    for (const phone of [
      '(555) 010.9999',
      '+1 (555) 010-9999',
      '(+44) 20 7946 0958',
      '555.010.9999',
      '5550109999',
      '0043/1/58858',
    ]) {
      expect(readPaymentForm(asking, {...card, phone}, now)).toMatchObject({ok: true, contact: {phone}})
    }
    for (const phone of ['', '555', '(((((((', '+1 555 call me', '1234567890123456', '555 010 9999 +1']) {
      expect(readPaymentForm(asking, {...card, phone}, now)).toMatchObject({
        problems: ['Enter your phone number.'],
      })
    }
  })

  it('asks for what the session asks for, and drops what it does not', () => {
    const asking = sessionWith({
      name_collection: {
        business: {enabled: true, optional: true},
        individual: {enabled: true, optional: false},
      },
      phone_number_collection: {enabled: true},
    })
    expect(readPaymentForm(asking, card, now)).toMatchObject({
      ok: false,
      problems: ['Enter your full name.', 'Enter your phone number.'],
    })
    const complete = {...card, individual_name: 'Ann', business_name: 'B', phone: '+1 555 0100'}
    expect(readPaymentForm(asking, complete, now)).toMatchObject({
      ok: true,
      contact: {individualName: 'Ann', businessName: 'B', phone: '+1 555 0100'},
    })
    expect(readPaymentForm(sessionWith({}), complete, now)).toMatchObject({
      contact: {individualName: null, businessName: null, phone: null},
    })
  })
})

describe('html', () => {
  it('escapes values, in text and in attributes', () => {
    const value = `<i> & "x" 'y'`
    expect(html`<p title="${value}">${value}</p>`.text).toBe(
      '<p title="&#60;i&#62; &#38; &#34;x&#34; &#39;y&#39;">&#60;i&#62; &#38; &#34;x&#34; &#39;y&#39;</p>',
    )
  })

  it('puts markup and lists of it in as they are, and nothing for what is not there', () => {
    const items = ['a', 'b'].map((item) => html`<li>${item}</li>`)
    expect(html`<ul>${items}</ul>${null}${undefined}${false}${0}`.text).toBe('<ul><li>a</li><li>b</li></ul>0')
  })
})

it('amounts are read in the currency’s smallest unit', () => {
  expect(money(9900, 'usd')).toBe('$99.00')
  expect(money(123456, 'usd')).toBe('$1,234.56')
  expect(money(500, 'jpy')).toBe('¥500')
})
