import {expect, test} from 'vitest'
import {checkDetails, missingDetails, SETUP_FIELDS} from './fields.ts'

test('what is not part of the form is left out', () => {
  expect(checkDetails({services: 'Drains', card_number: '1', __proto__: 'x'}).values).toEqual({
    services: 'Drains',
  })
})

test('line ends are made the same and edges are cut', () => {
  expect(checkDetails({services: ' one\r\ntwo \r\n'}).values).toEqual({services: 'one\ntwo'})
})

test('what steers a terminal is taken out', () => {
  expect(checkDetails({services: 'Drains\u001B[2J\u0007\nPipes'}).values).toEqual({
    services: 'Drains [2J \nPipes',
  })
})

test('an empty field empties what was saved, but an empty secret leaves it', () => {
  expect(checkDetails({services: ' ', calendar_credential: ''}).values).toEqual({services: ''})
})

test.each([
  ['time_zone', 'Mars/Olympus', 'choose'],
  ['handoff_number', 'call me', 'phone number'],
  ['handoff_number', '555 0101', 'area code'],
  ['notes', 'x'.repeat(4_321), 'at most 4,000 characters. These are 4,321.'],
  ['calendar_account', 'nobody', 'e-mail'],
  ['website', 'javascript:alert(1)', 'https://'],
  ['business_name', 'x'.repeat(201), 'at most 200'],
  ['notes', 'My card: 4242 4242 4242 4242', 'card number'],
])('%s of %j is refused in words, and not kept', (field, value, words) => {
  const {values, problems} = checkDetails({[field]: value})
  expect(values).toEqual({})
  expect(problems).toEqual({[field]: expect.stringContaining(words)})
})

test('everything required is missed, and nothing else', () => {
  const missing = Object.keys(missingDetails(() => false))
  expect(missing).toEqual([...SETUP_FIELDS].filter(([, {required}]) => required).map(([name]) => name))
  expect(missing).not.toContain('website')
  expect(missingDetails(() => true)).toEqual({})
})
