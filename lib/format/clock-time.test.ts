import {expect, test} from 'vitest'
import {formatClockTime} from './clock-time.ts'

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
