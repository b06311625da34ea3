import {expect, test} from 'vitest'
import {compareTyped, shownOf} from './form.ts'

const ORDER = 'PP-7K3F-92QM-X1ZD'

/** A form that was shown with `before`, sent back with `typed`, while `now` is stored. */
function compare(before: Record<string, string>, typed: Record<string, string>, now = before) {
  const shown = shownOf(ORDER, new Map(Object.entries(before)))
  return compareTyped({orderId: ORDER, typed, shown, stored: new Map(Object.entries(now))})
}

const NOTHING = {changed: {}, conflicts: []}

test('what is typed into an empty form is a change', () => {
  expect(compare({}, {services: 'Drains'})).toEqual({changed: {services: 'Drains'}, conflicts: []})
})

test('what is sent back as it was shown is none, whatever the browser does to its line ends', () => {
  expect(compare({services: 'Drains\nPipes'}, {services: 'Drains\r\nPipes\r\n'})).toEqual(NOTHING)
})

test('what is emptied is a change', () => {
  expect(compare({website: 'https://a.example'}, {website: ''})).toEqual({
    changed: {website: ''},
    conflicts: [],
  })
})

test('what another window saved stays when this one left its field alone', () => {
  expect(compare({services: 'Drains'}, {services: 'Drains'}, {services: 'Drains and pipes'})).toEqual(NOTHING)
  expect(compare({}, {services: ''}, {services: 'Drains'})).toEqual(NOTHING)
})

test('two windows that typed the same agree', () => {
  expect(compare({}, {services: 'Drains'}, {services: 'Drains'})).toEqual(NOTHING)
})

test('two windows that typed something else into one field do not, and the others of its form are changes', () => {
  expect(compare({}, {services: 'Pipes', notes: 'Ring'}, {services: 'Drains'})).toEqual({
    changed: {notes: 'Ring'},
    conflicts: ['services'],
  })
  expect(compare({services: 'Drains'}, {services: ''}, {services: 'Pipes'}).conflicts).toEqual(['services'])
})

test('a secret that is left empty leaves what is stored, and one that is typed replaces it', () => {
  const stored = {calendar_credential: 'old'}
  expect(compare(stored, {calendar_credential: ''})).toEqual(NOTHING)
  expect(compare(stored, {calendar_credential: 'new'}).changed).toEqual({calendar_credential: 'new'})
})

test('nothing of a secret is among what a form is shown with', () => {
  expect(shownOf(ORDER, new Map([['calendar_credential', 'secret']]))).toBe('')
})

test('the form of an earlier version, which does not say what it showed, is taken as it is', () => {
  const stored = new Map([['services', 'Drains']])
  const compared = compareTyped({orderId: ORDER, typed: {services: 'Pipes'}, stored, shown: undefined})
  expect(compared).toEqual({changed: {services: 'Pipes'}, conflicts: []})
  expect(compareTyped({orderId: ORDER, typed: {services: ''}, stored, shown: undefined})).toEqual(NOTHING)
})

test.each(['', ':', 'services', 'services:wrong:more', '\u0000'])(
  'what a browser makes up in place of what was shown, %j, overwrites nothing',
  (shown) => {
    const stored = new Map([['services', 'Drains']])
    expect(compareTyped({orderId: ORDER, typed: {services: 'Pipes'}, stored, shown}).conflicts).toEqual([
      'services',
    ])
  },
)

test('what is not part of the form is left out', () => {
  expect(compare({}, {card_number: '1', __proto__: 'x'})).toEqual(NOTHING)
})
