import {writeFileSync} from 'node:fs'
import {join} from 'node:path'
import {PROMISES} from '#lib/promises/register.ts'
import {
  fingerprintOfSources,
  proofOf,
  readResults,
  resultsPath,
  type TestResults,
} from '#lib/promises/results.ts'
import {readReport} from './results.ts'
import type {Step} from './steps.ts'

/**
 * Writes down what became of the tests of the promises, for the page of proof. Runs of the same sources add up: one proves
 * what it ran.
 *
 * @param steps that ran
 * @param before the fingerprint of the sources when the run began; nothing is written when they have changed since
 * @returns the titles of promises that are not proved now
 */
export function keepProof(root: string, steps: readonly Step[], before: string): string[] {
  const sources = fingerprintOfSources(root)
  const known = readResults(root)
  const files: TestResults['files'] = known?.sources === sources ? {...known.files} : {}
  if (sources === before) {
    const wanted = new Set(PROMISES.flatMap(({tests}) => tests))
    const at = new Date().toISOString()
    for (const {file, passed, failed} of steps.flatMap((step) => filesOf(root, step)))
      if (wanted.has(file)) files[file] = {at, passed, failed}
    writeFileSync(resultsPath(root), `${JSON.stringify({sources, files}, null, 2)}\n`)
  }
  return PROMISES.filter((promise) => proofOf(promise, files).state !== 'proved').map(({title}) => title)
}

function filesOf(root: string, {report}: Step) {
  const read = report && readReport(join(root, report.path))
  return report && read !== undefined ? report.files(read) : []
}
