import {resolve} from 'node:path'
import {expect, test} from 'vitest'
import {playwrightCounts, playwrightFiles, summary, vitestCounts, vitestFiles} from './results.ts'

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
  expect(vitestFiles({...vitestReport, testResults})).toEqual([
    {file: 'a.test.ts', passed: 1, failed: 1},
    {file: 'b.test.ts', passed: 0, failed: 1},
    {file: 'c.test.ts', passed: 1, failed: 0},
  ])
})

test('a browser test that passed on another try has passed, and is named with those that failed', () => {
  const stats = {expected: 4, unexpected: 1, flaky: 2, skipped: 3}
  const inner = {
    title: 'with scripts off',
    file: 'a.spec.ts',
    specs: [playwrightSpec('sells', 'unexpected', '\nError: no button')],
  }
  const suites = [
    {
      title: 'a.spec.ts',
      file: 'a.spec.ts',
      specs: [playwrightSpec('reads', 'expected'), playwrightSpec('writes', 'flaky')],
      suites: [inner],
    },
  ]
  const config = {rootDir: resolve('tests/e2e')}
  const report = {config, suites, stats, errors: [{message: 'Error: no such file'}]}
  expect(playwrightFiles(report)).toEqual([{file: 'tests/e2e/a.spec.ts', passed: 2, failed: 1}])
  expect(playwrightCounts(report)).toEqual({
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
const lastLine = (text: string) => text.split('\n').at(-1)

test('the last line counts the tests of all steps', () => {
  const {text, ok} = summary([
    {title: 'Types', ok: true, seconds: 12},
    {title: 'Unit', ok: true, seconds: 3, counts: {passed: 40, failed: 0, skipped: 0}},
    {title: 'Browser', ok: true, seconds: 90, counts: {passed: 8, failed: 0, skipped: 0}},
  ])
  expect(lastLine(text)).toBe('48 passed, 0 failed')
  expect(ok).toBe(true)
})

test('a failed check counts although it is no test', () => {
  const {text, ok} = summary([
    {title: 'Lint', ok: false, seconds: 1},
    {title: 'Unit', ok: true, seconds: 3, counts: {passed: 40, failed: 0, skipped: 2}},
  ])
  expect(lastLine(text)).toBe('40 passed, 1 failed, 2 skipped')
  expect(ok).toBe(false)
})

test('failed tests are not counted twice for their failed step', () => {
  const {text} = summary([{title: 'Unit', ok: false, seconds: 3, counts: {passed: 1, failed: 3, skipped: 0}}])
  expect(lastLine(text)).toBe('1 passed, 3 failed')
})

test('tests that failed are named with why, before the last line', () => {
  const named = [
    {test: 'two.spec.ts › adds', reason: '  Error: expected 2  '},
    {test: 'three.spec.ts › adds'},
  ]
  const {text} = summary([
    {title: 'Unit', ok: false, seconds: 3, counts: {passed: 1, failed: 1, skipped: 0, named}},
  ])
  expect(text).toContain(
    '\n\n  ! two.spec.ts › adds\n    Error: expected 2\n\n  ! three.spec.ts › adds\n\n1 passed',
  )
})
