import {expect, test} from 'vitest'
import {validateNoHomeDays, warnOfDaysInWrongOrder} from './page.ts'

const system = {_id: 'p', _type: 'page', _createdAt: '', _updatedAt: '', _rev: ''}
const beside = (fields: object) => ({document: {...system, ...fields}})

test('the home page cannot have days', () => {
  expect(validateNoHomeDays('2026-12-05', beside({path: '/'}))).toMatch(/^The home page is there every day/)
  expect(validateNoHomeDays('2026-12-05', beside({path: '/sale'}))).toBe(true)
  expect(validateNoHomeDays(undefined, beside({path: '/'}))).toBe(true)
})

test('a last day before the first is warned of', () => {
  const first = beside({firstDay: '2026-12-05'})
  expect(warnOfDaysInWrongOrder('2026-12-04', first)).toMatch(/^The last day is before the first one/)
  expect(warnOfDaysInWrongOrder('2026-12-05', first)).toBe(true)
  expect(warnOfDaysInWrongOrder('2026-12-04', beside({}))).toBe(true)
  expect(warnOfDaysInWrongOrder(undefined, first)).toBe(true)
})
