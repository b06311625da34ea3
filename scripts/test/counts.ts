import {existsSync, readFileSync} from 'node:fs'
import {z} from 'zod'

/** Tests of one step. */
export type Counts = {passed: number; failed: number; skipped: number}

export const NONE: Counts = {passed: 0, failed: 0, skipped: 0}

const vitestReport = z.object({
  numPassedTests: z.number(),
  numFailedTests: z.number(),
  numPendingTests: z.number(),
  numTodoTests: z.number(),
})

const playwrightReport = z.object({
  stats: z.object({expected: z.number(), unexpected: z.number(), flaky: z.number(), skipped: z.number()}),
})

/** Reads the counts from what Vitest's `json` reporter wrote. */
export function vitestCounts(report: unknown): Counts {
  const read = vitestReport.parse(report)
  return {
    passed: read.numPassedTests,
    failed: read.numFailedTests,
    skipped: read.numPendingTests + read.numTodoTests,
  }
}

/** Reads the counts from what Playwright's `json` reporter wrote. A test that passed on another try, which only CI allows, has passed; the list names it as flaky. */
export function playwrightCounts(report: unknown): Counts {
  const {stats} = playwrightReport.parse(report)
  return {passed: stats.expected + stats.flaky, failed: stats.unexpected, skipped: stats.skipped}
}

/** The parsed report at `path`, or undefined when the step ended before it wrote one. */
export function readReport(path: string): unknown {
  return existsSync(path) ? JSON.parse(readFileSync(path, 'utf8')) : undefined
}
