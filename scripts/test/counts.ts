import {existsSync, readFileSync} from 'node:fs'
import {relative} from 'node:path'
import {stripVTControlCharacters} from 'node:util'
import {z} from 'zod'

/** A test and, when it failed, the first line of why. */
export type Named = {test: string; reason?: string}

/** Tests of one step. `named` are those that failed, or that passed on another try only. */
export type Counts = {passed: number; failed: number; skipped: number; named?: Named[]}

/** Characters. */
const MAX_REASON = 300

export const NONE: Counts = {passed: 0, failed: 0, skipped: 0}

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
  specs: z.array(playwrightSpec).default([]),
  get suites() {
    return z.array(playwrightSuite).default([])
  },
})

const playwrightReport = z.object({
  suites: z.array(playwrightSuite),
  /** What belongs to no test, such as a file that could not be loaded. */
  errors: z.array(z.object({message: z.string().optional()})).default([]),
  stats: z.object({expected: z.number(), unexpected: z.number(), flaky: z.number(), skipped: z.number()}),
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
      ...suites.flatMap((suite) => namedOf(suite, [])),
    ],
  }
}

/** @param titles of the suites that this one stands in */
function namedOf({title, specs, suites}: z.infer<typeof playwrightSuite>, titles: string[]): Named[] {
  const within = [...titles, title]
  const named = specs.flatMap((spec) =>
    spec.tests
      .filter(({status}) => status === 'unexpected' || status === 'flaky')
      .map(({status, results}) => ({
        test: [...within, spec.title].join(' › ') + (status === 'flaky' ? ' (passed on another try)' : ''),
        reason: firstLine(results.flatMap(({errors}) => errors)[0]?.message),
      })),
  )
  return [...named, ...suites.flatMap((suite) => namedOf(suite, within))]
}

const firstLine = (message = '') =>
  stripVTControlCharacters(message)
    .split('\n')
    .find((line) => line.trim())
    ?.slice(0, MAX_REASON)

/** The parsed report at `path`, or undefined when the step ended before it wrote one. */
export function readReport(path: string): unknown {
  return existsSync(path) ? JSON.parse(readFileSync(path, 'utf8')) : undefined
}
