import {afterEach, describe, expect, test, vi} from 'vitest'
import {findDates, formatClockTime, formatUsDate, localDay, parseUsDate, writtenDate} from './dates.ts'

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

describe.each(['America/Los_Angeles', 'UTC', 'Pacific/Kiritimati'])(
  'where the clock is that of %s',
  (zone) => {
    afterEach(() => vi.unstubAllEnvs())

    test('a date is shown as the day that it names', () => {
      vi.stubEnv('TZ', zone)
      for (const [iso, shown] of [
        ['2025-11-09', '11/09/2025'],
        ['2026-01-01', '01/01/2026'],
        ['2026-12-31', '12/31/2026'],
      ] as const) {
        expect(formatUsDate(iso)).toBe(shown)
        expect(parseUsDate(shown)).toBe(iso)
        expect(writtenDate(iso)).toBe(shown)
      }
    })
  },
)

test.each([
  ['America/Los_Angeles', '2026-03-02T06:21:00Z', '2026-03-01'],
  ['America/Los_Angeles', '2026-03-01T09:00:00Z', '2026-03-01'],
  ['UTC', '2026-03-02T06:21:00Z', '2026-03-02'],
  ['Pacific/Kiritimati', '2025-12-31T10:30:00Z', '2026-01-01'],
])('in %s the day of %s is %s', (zone, moment, day) => {
  vi.stubEnv('TZ', zone)
  expect(localDay(new Date(moment))).toBe(day)
  vi.unstubAllEnvs()
})

test.each([
  ['January 6, 2023', '2023-01-06', 'MMMM D, YYYY'],
  ['Jan. 6 2023', '2023-01-06', 'MMM. D YYYY'],
  ['January 06, 2023', '2023-01-06', 'MMMM DD, YYYY'],
  ['May 2nd, 2023', '2023-05-02', 'MMMM Do, YYYY'],
  ['6 January 2023', '2023-01-06', 'D MMMM YYYY'],
  ['11th of May, 2023', '2023-05-11', 'Do of MMMM, YYYY'],
  ['06-Jan-2023', '2023-01-06', 'DD-MMM-YYYY'],
  ['May 2023', '2023-05-01', 'MMMM YYYY'],
  ['2023-01-06', '2023-01-06', 'YYYY-MM-DD'],
  ['2023/1/6', '2023-01-06', 'YYYY/M/D'],
  ['11/09/2025', '2025-11-09', 'MM/DD/YYYY'],
  ['1/6/2023', '2023-01-06', 'M/D/YYYY'],
  ['25/5/2018', '2018-05-25', 'D/M/YYYY'],
  ['1/6/23', '2023-01-06', 'M/D/YY'],
])('%s is read, and written again as it was', (words, iso, format) => {
  expect(findDates(`as of ${words}.`)).toEqual([{iso, format, start: 6, end: 6 + words.length}])
  expect(writtenDate(iso, format)).toBe(words)
})

test('of two numbers the locale says which is the month, unless only one of them can be', () => {
  const iso = (words: string, locale: string) => findDates(words, locale)[0]?.iso
  expect(iso('1/6/2023', 'en-GB')).toBe('2023-06-01')
  expect(iso('5/25/2018', 'en-GB')).toBe('2018-05-25')
  expect(iso('06.01.2023', 'de-DE')).toBe('2023-01-06')
})

describe('no date is', () => {
  test.each([
    '31 February 2023',
    '13/13/2023',
    'may 2 people',
    '1.2.3',
    '12/2023/4',
    'section 4.10.2023.1',
    'Maya 2023',
    '2023',
  ])('%s', (words) => {
    expect(findDates(words)).toEqual([])
  })
})

test('several dates are found in order, and each once', () => {
  expect(findDates('From January 6, 2023 to 2024-02-01').map(({iso}) => iso)).toEqual([
    '2023-01-06',
    '2024-02-01',
  ])
})

test('text that is no ISO date is given back, and without a format the date is in US order', () => {
  expect(writtenDate('soon')).toBe('soon')
  expect(writtenDate('2025-11-09')).toBe('11/09/2025')
})
