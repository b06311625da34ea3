import {expect, test} from 'vitest'
import type {TypedContact} from '../format/forms.ts'
import {checkContact, contactLimits} from './messages.ts'

const TYPED: TypedContact = {
  name: 'Ann Pipes',
  email: 'ann@pipes.example',
  business_name: 'Pipes & Sons',
  subject: 'question',
  message: 'Does it work with Outlook?',
}

const problems = (typed: Partial<TypedContact>) => {
  const checked = checkContact({...TYPED, ...typed})
  return checked.ok ? {} : checked.problems
}

test('a whole message passes', () => {
  expect(checkContact(TYPED)).toEqual({
    ok: true,
    message: {
      name: 'Ann Pipes',
      email: 'ann@pipes.example',
      businessName: 'Pipes & Sons',
      subject: 'question',
      message: 'Does it work with Outlook?',
    },
  })
})

test('every field that is missing is named, and a business is not asked for', () => {
  expect(
    Object.keys(problems({name: ' ', email: '', business_name: '', subject: '', message: '\n'})),
  ).toEqual(['name', 'email', 'subject', 'message'])
  expect(problems({business_name: ''})).toEqual({})
})

test.each(['ann', 'ann@', 'ann@pipes', 'a b@pipes.example', 'ann@pipes.example\nBcc: x@y.example'])(
  '%j is no e-mail address',
  (email) => {
    expect(problems({email})).toHaveProperty('email')
  },
)

test.each(['name', 'business_name', 'message'] as const)(
  'a card number in %s is refused in plain words',
  (field) => {
    expect(problems({[field]: 'My card is 4242 4242-4242 4242.'})[field]).toMatch(/card number/)
  },
)

test('a field that is too long says how long it may be', () => {
  expect(problems({message: 'x'.repeat(4_001)}).message).toContain('4,000')
  expect(problems({message: 'x'.repeat(4_000)})).toEqual({})
})

test('a subject that is not in the list is no subject', () => {
  expect(problems({subject: 'constructor'})).toHaveProperty('subject')
})

test('what has no place in the line of a header is taken out', () => {
  const checked = checkContact({...TYPED, name: ' Ann\r\nBcc:\u0000 x ', message: 'a\r\n\r\nb\u001b[31m'})
  expect(checked).toMatchObject({message: {name: 'Ann Bcc: x', message: 'a\n\nb [31m'}})
})

test('a network has its messages for an hour, and another is not disturbed', async () => {
  const {allowsNetwork} = contactLimits()
  const answers = []
  for (let index = 0; index < 11; index++) answers.push(await allowsNetwork('203.0.113.7'))
  expect(answers).toEqual([...Array.from({length: 10}, () => true), false])
  expect(await allowsNetwork('203.0.113.8')).toBe(true)
})

test('an e-mail address has its messages for a day', async () => {
  const {allowsSender} = contactLimits()
  const answers = []
  for (let index = 0; index < 6; index++) answers.push(await allowsSender('hash'))
  expect(answers.at(-2)).toBe(true)
  expect(answers.at(-1)).toBe(false)
})
