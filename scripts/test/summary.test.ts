import {expect, test} from 'vitest'
import {summary} from './summary.ts'

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
