import {afterEach, describe, expect, test, vi} from 'vitest'
import {formatClockTime, formatUsDate, localDay, parseUsDate} from './dates.ts'
import {policyText} from './policy-text.ts'

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
        const body = [{_type: 'lastUpdatedMarker' as const, _key: 'm', label: 'Last Updated:'}]
        expect(policyText({lastUpdated: iso, body})).toEqual([`Last Updated: ${shown}`])
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
