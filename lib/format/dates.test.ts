import {expect, test} from 'vitest'
import {formatClockTime, formatUsDate, parseUsDate} from './dates.ts'

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

test.each([
  ['02:14', '2:14 AM'],
  ['00:05', '12:05 AM'],
  ['12:30', '12:30 PM'],
  ['23:59', '11:59 PM'],
  ['24:00', '24:00'],
  ['soon', 'soon'],
])('%s is written %s', (time, written) => {
  expect(formatClockTime(time)).toBe(written)
})
