import {expect, test} from 'vitest'
import {playwrightCounts, vitestCounts} from './counts.ts'

test('pending and planned tests are skipped ones', () => {
  const report = {numPassedTests: 5, numFailedTests: 1, numPendingTests: 2, numTodoTests: 1, success: false}
  expect(vitestCounts(report)).toEqual({passed: 5, failed: 1, skipped: 3})
})

test('a test that passed only on its second try has failed', () => {
  const report = {suites: [], stats: {expected: 4, unexpected: 1, flaky: 2, skipped: 3, duration: 100}}
  expect(playwrightCounts(report)).toEqual({passed: 4, failed: 3, skipped: 3})
})

test('a report of another shape is refused', () => {
  expect(() => playwrightCounts({numPassedTests: 5})).toThrow()
})
