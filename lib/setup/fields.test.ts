import {expect, test} from 'vitest'
import {checkDetails, missingDetails, needlessDetails, SETUP_FIELDS} from './fields.ts'

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
  ['monday_opens', '8 sharp', 'choose'],
  ['monday_opens', 'same', 'choose'],
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

test('everything required is missed, as far as it is asked for, and nothing else', () => {
  const missing = Object.keys(missingDetails(new Map()))
  const always = [...SETUP_FIELDS].filter(([, {required, onlyWhen}]) => required && !onlyWhen)
  expect(missing).toEqual(always.map(([name]) => name))
  expect(missing).not.toContain('website')
  const filled = new Map([...SETUP_FIELDS.keys()].map((name) => [name, 'x']))
  expect(missingDetails(filled)).toEqual({})
})

const asked = (values: Record<string, string>) => Object.keys(missingDetails(new Map(Object.entries(values))))

test('a day that is open needs to be told when it closes', () => {
  expect(asked({monday_opens: '08:00'})).toContain('monday_closes')
  for (const opens of ['closed', 'all_day'])
    expect(asked({monday_opens: opens})).not.toContain('monday_closes')
  expect(asked({tuesday_opens: 'same'})).not.toContain('tuesday_closes')
})

test('no password is asked for where a calendar can be shared', () => {
  for (const provider of ['google', 'outlook']) {
    expect(asked({calendar_provider: provider})).toContain('calendar_account')
    expect(asked({calendar_provider: provider})).not.toContain('calendar_credential')
  }
  expect(asked({calendar_provider: 'other'})).toEqual(
    expect.arrayContaining(['calendar_system', 'calendar_user', 'calendar_credential']),
  )
})

test('what is not asked for any more is named, so that it need not be kept', () => {
  const values = {calendar_provider: 'google', calendar_credential: 'x', calendar_account: 'a@b.example'}
  expect(needlessDetails(new Map(Object.entries(values)))).toEqual(['calendar_credential'])
})
