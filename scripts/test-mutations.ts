/**
 * `npm run test:mutations`: breaks promises of the privacy policy on purpose, one at a time, and sees to it that the test of
 * each fails. What a test does not notice, it does not prove.
 */
import {mkdirSync, rmSync} from 'node:fs'
import {join} from 'node:path'
import {runTask} from '@local/supervisor'
import {z} from 'zod'
import {MUTATIONS, type Mutation} from './mutations/mutations.ts'
import {stopSignal} from './terminal.ts'
import {readReport} from './test/results.ts'
import {ROOT} from './test/steps.ts'

const REPORT = join(ROOT, '.local', 'test', 'reports', 'mutation.json')
const CONFIG = join(ROOT, 'scripts', 'mutations', 'vitest.config.ts')
const VITEST = join(ROOT, 'node_modules', 'vitest', 'vitest.mjs')

const report = z.object({numFailedTests: z.number()})

const {signal} = stopSignal()
mkdirSync(join(REPORT, '..'), {recursive: true})
let unnoticed = 0
for (const [index, mutation] of MUTATIONS.entries()) {
  if (signal.aborted) break
  const failed = await failedTests(mutation, index)
  if (failed === 0) unnoticed++
  console.log(
    `${failed > 0 ? '✓' : '✗'} ${mutation.promise}: ${mutation.broken} ${failed} failed in ${mutation.test}`,
  )
}
console.log(`${MUTATIONS.length - unnoticed} of ${MUTATIONS.length} broken promises were noticed`)
process.exitCode = unnoticed === 0 && !signal.aborted ? 0 : 1

/** How many tests notice. None when the file could not be loaded: that would prove nothing. */
async function failedTests({test}: Mutation, index: number): Promise<number> {
  rmSync(REPORT, {force: true})
  const args = [VITEST, 'run', '--config', CONFIG, '--reporter=json', `--outputFile=${REPORT}`, test]
  const env = {...process.env, MUTATION: String(index)}
  // It fails, as it should; what failed stands in the report.
  await runTask({args, cwd: ROOT, env}, {signal, onLine: () => {}}).catch(() => {})
  const read = report.safeParse(readReport(REPORT))
  return read.success ? read.data.numFailedTests : 0
}
