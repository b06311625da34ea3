import {describe, expect, it} from 'vitest'
import type {Wire} from '../objects/wire.ts'
import {blank} from '../schema/blank.ts'
import {assertObject} from '../schema/check-object.ts'
import {readPaymentForm} from './read-payment-form.ts'

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
    for (const card_expiry of ['07/26', '7 / 26', '0726', '07/2026']) {
      expect(readPaymentForm(sessionWith({}), {...card, card_expiry}, now)).toMatchObject({ok: true})
    }
    for (const card_expiry of ['05/26', '13/27', '', 'soon']) {
      expect(readPaymentForm(sessionWith({}), {...card, card_expiry}, now)).toMatchObject({ok: false})
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
    const told = {...card, individual_name: 'Ann', business_name: 'B', phone: '+1 555 0100'}
    expect(readPaymentForm(asking, told, now)).toMatchObject({
      ok: true,
      contact: {individualName: 'Ann', businessName: 'B', phone: '+1 555 0100'},
    })
    expect(readPaymentForm(sessionWith({}), told, now)).toMatchObject({
      contact: {individualName: null, businessName: null, phone: null},
    })
  })
})
