import {expect, test} from 'vitest'
import {isWorthRetrying, retryDelay} from './retry-policy.ts'

test.each([
  [null, true],
  [500, true],
  [503, true],
  [429, true],
  [302, true],
  [400, false],
  [404, false],
  [410, false],
])('after %s another attempt: %s', (resultCode, expected) => {
  expect(isWorthRetrying({resultCode})).toBe(expected)
})

test('waits twice as long after each failure, up to five minutes', () => {
  expect([1, 2, 3, 4].map((failures) => retryDelay(failures, 0))).toEqual([1_000, 2_000, 4_000, 8_000])
  expect(retryDelay(20, 0)).toBe(300_000)
})

test('gives up when the next attempt would come later than half an hour after the change', () => {
  expect(retryDelay(1, 30 * 60_000 - 1_000)).toBe(1_000)
  expect(retryDelay(1, 30 * 60_000 - 999)).toBeNull()
})
