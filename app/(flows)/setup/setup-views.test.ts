import {expect, test} from 'vitest'
import type {SetupForm} from '#lib/setup/form.ts'
import type {ReturnedSetup} from './returned-setup.ts'
import {returnedView, storedView, unsavedWords} from './setup-views.ts'

const FACTS = {link: 'x'.repeat(43), calendarAddress: 'calendar@shop.example'}
const STORED: SetupForm = {
  orderId: 'PP-7K3F-92QM-X1ZD',
  draft: {values: {services: 'Drains', time_zone: 'America/Chicago'}, savedSecrets: ['calendar_credential']},
  shown: 'services:now',
}
const RETURNED: ReturnedSetup = {
  typed: {services: 'Boilers', website: 'pipes', notes: 'Ring'},
  shown: 'services:then',
  isSaved: true,
  isUnanswered: false,
  problems: {website: 'It is no address.'},
  conflicts: ['services'],
  unsaved: ['website', 'services'],
}

test('a form that was saved goes on with the part after it', () => {
  expect(storedView(FACTS, STORED, 'business')).toMatchObject({
    notice: 'saved',
    focus: 'service_area',
    values: STORED.draft.values,
    shown: 'services:now',
  })
  expect(storedView(FACTS, STORED, 'no-such-part')).toMatchObject({notice: 'saved', focus: undefined})
  expect(storedView(FACTS, STORED, undefined)).toMatchObject({notice: 'opened', focus: undefined})
})

test('what is missing is what is asked for and not stored', () => {
  const {missing} = storedView(FACTS, STORED, undefined)
  expect(missing).toContain('business_name')
  expect(missing).toContain('calendar_provider')
  for (const name of ['services', 'time_zone', 'website', 'calendar_credential', 'monday_closes'])
    expect(missing).not.toContain(name)
  const values = {monday_opens: '08:00', calendar_provider: 'other'}
  const open = storedView(FACTS, {...STORED, draft: {values, savedSecrets: []}}, undefined)
  expect(open.missing).toEqual(
    expect.arrayContaining(['monday_closes', 'calendar_system', 'calendar_credential']),
  )
  expect(open.missing).not.toContain('calendar_account')
})

test('a field that is not saved shows what was typed, and one that another window saved shows both', () => {
  expect(returnedView(FACTS, STORED, RETURNED)).toMatchObject({
    notice: 'problems',
    focus: 'website',
    values: {services: 'Boilers', website: 'pipes', time_zone: 'America/Chicago'},
    savedElsewhere: {services: 'Drains'},
    problems: {website: 'It is no address.'},
    // Sent once more, what was typed replaces what the client has now seen.
    shown: 'services:now',
  })
})

test.each([STORED, undefined])(
  'when nothing could be saved, every word that was typed stands there (stored: %j)',
  (stored) => {
    const returned = {...RETURNED, isSaved: false, problems: {}, conflicts: [], unsaved: ['services']}
    expect(returnedView(FACTS, stored, returned)).toMatchObject({
      notice: 'unavailable',
      values: RETURNED.typed,
      savedElsewhere: {},
      // What another window saves meanwhile is still found.
      shown: 'services:then',
    })
  },
)

test('what a refused form holds is shown as it was read: by the labels, and answers in words', () => {
  const typed = {services: 'Drains', time_zone: 'America/Chicago', notes: ' ', made_up: 'x'}
  expect(unsavedWords({...RETURNED, typed, unsaved: Object.keys(typed)})).toEqual([
    {label: 'Services that you offer', value: 'Drains'},
    {label: 'Time zone', value: 'Central'},
  ])
})
