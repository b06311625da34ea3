import {resolve} from 'node:path'
import {expect, test} from 'vitest'
import {playwrightCounts, vitestCounts} from './counts.ts'

const vitestReport = {numPassedTests: 5, numFailedTests: 1, numPendingTests: 2, numTodoTests: 1}

const playwrightSpec = (title: string, status: string, message?: string) => ({
  title,
  tests: [{status, results: [{errors: message ? [{message}] : []}, {errors: []}]}],
})

test('pending and planned tests are skipped ones', () => {
  const report = {...vitestReport, testResults: []}
  expect(vitestCounts(report)).toEqual({passed: 5, failed: 1, skipped: 3, named: []})
})

test('failed unit tests are named with the first line of why, and files that could not be loaded by themselves', () => {
  const failed = {
    fullName: 'adding adds',
    status: 'failed',
    failureMessages: ['\u001b[31mError: 2\u001b[39m\n  at'],
  }
  const passed = {fullName: 'adding is quick', status: 'passed'}
  const testResults = [
    {name: resolve('a.test.ts'), status: 'failed', message: '', assertionResults: [passed, failed]},
    {name: resolve('b.test.ts'), status: 'failed', message: 'No module\nfoo', assertionResults: []},
    {name: resolve('c.test.ts'), status: 'passed', message: '', assertionResults: [passed]},
  ]
  expect(vitestCounts({...vitestReport, testResults}).named).toEqual([
    {test: 'a.test.ts › adding adds', reason: 'Error: 2'},
    {test: 'b.test.ts', reason: 'No module'},
  ])
})

test('a browser test that passed on another try has passed, and is named with those that failed', () => {
  const stats = {expected: 4, unexpected: 1, flaky: 2, skipped: 3}
  const inner = {
    title: 'with scripts off',
    specs: [playwrightSpec('sells', 'unexpected', '\nError: no button')],
  }
  const suites = [
    {
      title: 'a.spec.ts',
      specs: [playwrightSpec('reads', 'expected'), playwrightSpec('writes', 'flaky')],
      suites: [inner],
    },
  ]
  expect(playwrightCounts({suites, stats, errors: [{message: 'Error: no such file'}]})).toEqual({
    passed: 6,
    failed: 1,
    skipped: 3,
    named: [
      {test: 'outside of any test', reason: 'Error: no such file'},
      {test: 'a.spec.ts › writes (passed on another try)', reason: undefined},
      {test: 'a.spec.ts › with scripts off › sells', reason: 'Error: no button'},
    ],
  })
})

test('a report of another shape is refused', () => {
  expect(() => playwrightCounts({numPassedTests: 5})).toThrow()
})
