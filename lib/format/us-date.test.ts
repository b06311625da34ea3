import {expect, test} from 'vitest'
import {formatUsDate, parseUsDate} from './us-date.ts'

test('a date in US order is read as month, day, year', () => {
  expect(parseUsDate('11/09/2025')).toBe('2025-11-09')
  expect(parseUsDate('02/29/2024')).toBe('2024-02-29')
})

test.each(['31/12/2025', '02/29/2025', '00/10/2025', '1/9/2025', '11/09/25', '2025-11-09', 'soon', ''])(
  '%j is not a date in US order',
  (text) => {
    expect(parseUsDate(text)).toBeUndefined()
  },
)

test('an ISO date is written in US order with leading zeros', () => {
  expect(formatUsDate('2025-11-09')).toBe('11/09/2025')
  expect(formatUsDate(parseUsDate('01/02/2026') ?? '')).toBe('01/02/2026')
})
