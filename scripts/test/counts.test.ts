import {expect, test} from 'vitest'
import {playwrightCounts, vitestCounts} from './counts.ts'

test('pending and planned tests are skipped ones', () => {
  const report = {numPassedTests: 5, numFailedTests: 1, numPendingTests: 2, numTodoTests: 1, success: false}
  expect(vitestCounts(report)).toEqual({passed: 5, failed: 1, skipped: 3})
})

test('a test that passed on another try has passed', () => {
  const report = {suites: [], stats: {expected: 4, unexpected: 1, flaky: 2, skipped: 3, duration: 100}}
  expect(playwrightCounts(report)).toEqual({passed: 6, failed: 1, skipped: 3})
})

test('a report of another shape is refused', () => {
  expect(() => playwrightCounts({numPassedTests: 5})).toThrow()
})
