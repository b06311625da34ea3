import {expect, test} from 'vitest'
import {decodeReturnedForm, encodeReturnedForm, type ReturnedForm} from './returned-form.ts'

const FORM: ReturnedForm = {
  notice: 'problems',
  typed: {
    name: 'Åsa "Pipes"',
    email: 'nope',
    business_name: '',
    subject: 'question',
    message: 'One\nTwo 🚿 <b>\u2028',
  },
  problems: {email: 'Please write a whole e-mail address.'},
}

test('a form comes back as it went, whatever was typed', () => {
  expect(decodeReturnedForm(encodeReturnedForm(FORM))).toEqual(FORM)
})

test('it passes as a header', () => {
  expect(encodeReturnedForm(FORM)).toMatch(/^[\w-]+$/)
})

test.each([null, '', 'e30', '%%%', encodeReturnedForm(FORM).slice(3)])('%j is no form', (value) => {
  expect(decodeReturnedForm(value)).toBeUndefined()
})
