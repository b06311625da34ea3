import {duration} from '../duration.ts'
import {type Counts, type Named, NONE} from './counts.ts'

/** How one step of a test run ended. `counts` is missing for checks that are no tests. */
export type StepResult = {title: string; ok: boolean; seconds: number; counts?: Counts}

/**
 * The table at the end of a run, and under it the tests that need a look: what they printed is far above. The last
 * line, `N passed, N failed`, counts tests; a step that failed without a failed test of its own (a lint error, a browser
 * that did not start) counts as one, so that zero means that all is well.
 */
export function summary(results: StepResult[]): {text: string; ok: boolean} {
  const width = Math.max(...results.map(({title}) => title.length))
  const lines = results.map((result) => {
    const mark = result.ok ? '✓' : '✗'
    return `  ${mark} ${result.title.padEnd(width)}  ${duration(result.seconds).padStart(7)}  ${inWords(result.counts)}`
  })
  const total = results.reduce(add, NONE)
  const skipped = total.skipped > 0 ? `, ${total.skipped} skipped` : ''
  const text = [
    ...lines.map((line) => line.trimEnd()),
    ...results.flatMap(({counts}) => counts?.named ?? []).map(inLines),
    '',
    `${total.passed} passed, ${total.failed} failed${skipped}`,
  ]
  return {text: text.join('\n'), ok: results.every(({ok}) => ok) && total.failed === 0}
}

function add(total: Counts, {ok, counts = NONE}: StepResult): Counts {
  const failed = ok ? counts.failed : Math.max(1, counts.failed)
  return {
    passed: total.passed + counts.passed,
    failed: total.failed + failed,
    skipped: total.skipped + counts.skipped,
  }
}

function inWords(counts?: Counts): string {
  if (!counts) return ''
  return `${counts.passed} passed${counts.failed > 0 ? `, ${counts.failed} failed` : ''}`
}

const inLines = ({test, reason}: Named) => `\n  ! ${test}${reason ? `\n    ${reason.trim()}` : ''}`
