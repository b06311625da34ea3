import {existsSync, readFileSync} from 'node:fs'
import {join, relative} from 'node:path'
import {stripVTControlCharacters} from 'node:util'
import {z} from 'zod'
import {duration} from '../terminal.ts'

/** A test and, when it failed, the first line of why. */
export type NamedTest = {test: string; reason?: string}

/** Tests of one step. `named` are those that failed, or that passed on another try only. */
export type Counts = {passed: number; failed: number; skipped: number; named?: NamedTest[]}

/** How one step of a test run ended. `counts` is missing for checks that are no tests. */
export type StepResult = {title: string; ok: boolean; seconds: number; counts?: Counts}

/** What became of the tests in one file, by its path relative to the project's folder. */
export type FileCounts = {file: string; passed: number; failed: number}

const NO_TESTS: Counts = {passed: 0, failed: 0, skipped: 0}

const MAX_REASON_CHARACTERS = 300

/**
 * The table at the end of a run, and under it the tests that need a look: what they printed is far above. The last
 * line, `N passed, N failed`, counts tests; a step that failed without a failed test of its own (a lint error, a browser
 * that did not start) counts as one, so that zero means that all is well.
 */
export function summary(results: StepResult[]): {text: string; ok: boolean} {
  const width = Math.max(...results.map(({title}) => title.length))
  const lines = results.map(({title, ok, seconds, counts}) => {
    const failed = counts && counts.failed > 0 ? `, ${counts.failed} failed` : ''
    const tests = counts ? `${counts.passed} passed${failed}` : ''
    return `  ${ok ? '✓' : '✗'} ${title.padEnd(width)}  ${duration(seconds).padStart(12)}  ${tests}`.trimEnd()
  })
  const named = results.flatMap(({counts}) => counts?.named ?? [])
  const text = [
    ...lines,
    ...named.map(({test, reason}) => `\n  ! ${test}${reason ? `\n    ${reason.trim()}` : ''}`),
    '',
    totalLine(results),
  ]
  return {text: text.join('\n'), ok: results.every(({ok, counts}) => ok && !counts?.failed)}
}

/** `N passed, N failed`, and `, N skipped` when some were. */
export function totalLine(results: StepResult[]): string {
  const {passed, failed, skipped} = results.reduce(
    (total, {ok, counts = NO_TESTS}) => ({
      passed: total.passed + counts.passed,
      failed: total.failed + (ok ? counts.failed : Math.max(1, counts.failed)),
      skipped: total.skipped + counts.skipped,
    }),
    NO_TESTS,
  )
  return `${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`
}

/** The parsed report at `path`, or undefined when the step ended before it wrote one. */
export function readReport(path: string): unknown {
  return existsSync(path) ? JSON.parse(readFileSync(path, 'utf8')) : undefined
}

const vitestReport = z.object({
  numPassedTests: z.number(),
  numFailedTests: z.number(),
  numPendingTests: z.number(),
  numTodoTests: z.number(),
  testResults: z.array(
    z.object({
      name: z.string(),
      status: z.string(),
      message: z.string(),
      assertionResults: z.array(
        z.object({
          fullName: z.string(),
          status: z.string(),
          failureMessages: z.array(z.string()).default([]),
        }),
      ),
    }),
  ),
})

/** Reads the counts from what Vitest's `json` reporter wrote. A file that could not be loaded is named by itself. */
export function vitestCounts(report: unknown): Counts {
  const read = vitestReport.parse(report)
  return {
    passed: read.numPassedTests,
    failed: read.numFailedTests,
    skipped: read.numPendingTests + read.numTodoTests,
    named: read.testResults.flatMap(({name, status, message, assertionResults}) => {
      const file = relative('', name)
      const failed = assertionResults.filter((test) => test.status === 'failed')
      if (status === 'failed' && failed.length === 0) return [{test: file, reason: firstLine(message)}]
      return failed.map(({fullName, failureMessages}) => ({
        test: `${file} › ${fullName}`,
        reason: firstLine(failureMessages[0]),
      }))
    }),
  }
}

/** Reads what became of each file from what Vitest's `json` reporter wrote. */
export function vitestFiles(report: unknown): FileCounts[] {
  return vitestReport.parse(report).testResults.map(({name, status, assertionResults}) => {
    const count = (wanted: string) => assertionResults.filter((test) => test.status === wanted).length
    const failed = count('failed')
    return {
      file: relative('', name),
      passed: count('passed'),
      failed: status === 'failed' ? Math.max(1, failed) : failed,
    }
  })
}

const playwrightSpec = z.object({
  title: z.string(),
  tests: z.array(
    z.object({
      status: z.string(),
      results: z.array(z.object({errors: z.array(z.object({message: z.string().optional()}))})),
    }),
  ),
})

const playwrightSuite = z.object({
  title: z.string(),
  /** Relative to the reporter's `rootDir`. */
  file: z.string(),
  specs: z.array(playwrightSpec).default([]),
  get suites() {
    return z.array(playwrightSuite).default([])
  },
})

const playwrightReport = z.object({
  config: z.object({rootDir: z.string()}),
  suites: z.array(playwrightSuite),
  /** What belongs to no test, such as a file that could not be loaded. */
  errors: z.array(z.object({message: z.string().optional()})).default([]),
  stats: z.object({expected: z.number(), unexpected: z.number(), flaky: z.number(), skipped: z.number()}),
})

/**
 * Reads the counts from what Playwright's `json` reporter wrote. A test that passed on another try, which only CI
 * allows, has passed.
 */
export function playwrightCounts(report: unknown): Counts {
  const {suites, errors, stats} = playwrightReport.parse(report)
  return {
    passed: stats.expected + stats.flaky,
    failed: stats.unexpected,
    skipped: stats.skipped,
    named: [
      ...errors.map(({message}) => ({test: 'outside of any test', reason: firstLine(message)})),
      ...suites.flatMap((suite) => testsToName(suite, [])),
    ],
  }
}

/** Reads what became of each file from what Playwright's `json` reporter wrote. */
export function playwrightFiles(report: unknown): FileCounts[] {
  const {config, suites} = playwrightReport.parse(report)
  return suites.map((suite) => {
    const statuses = statusesIn(suite)
    return {
      file: relative('', join(config.rootDir, suite.file)),
      passed: statuses.filter((status) => status === 'expected' || status === 'flaky').length,
      failed: statuses.filter((status) => status === 'unexpected').length,
    }
  })
}

function statusesIn({specs, suites}: z.infer<typeof playwrightSuite>): string[] {
  return [
    ...specs.flatMap(({tests}) => tests.map(({status}) => status)),
    ...suites.flatMap((suite) => statusesIn(suite)),
  ]
}

/** @param titles of the suites that this one stands in */
function testsToName({title, specs, suites}: z.infer<typeof playwrightSuite>, titles: string[]): NamedTest[] {
  const within = [...titles, title]
  const named = specs.flatMap((spec) =>
    spec.tests
      .filter(({status}) => status === 'unexpected' || status === 'flaky')
      .map(({status, results}) => ({
        test: [...within, spec.title].join(' › ') + (status === 'flaky' ? ' (passed on another try)' : ''),
        reason: firstLine(results.flatMap(({errors}) => errors)[0]?.message),
      })),
  )
  return [...named, ...suites.flatMap((suite) => testsToName(suite, within))]
}

const firstLine = (message = '') =>
  stripVTControlCharacters(message)
    .split('\n')
    .find((line) => line.trim())
    ?.slice(0, MAX_REASON_CHARACTERS)
