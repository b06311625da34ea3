/**
 * `npm run bench`: times and rates, as ratios of things measured in turns in one run.
 *
 *   npm run bench                 everything
 *   npm run bench -- content      one part
 */
import {join} from 'node:path'
import {Argument, Command} from 'commander'
import startTestStack from '#tests/support/stack.ts'
import {announcements} from './content/announcements.ts'
import {lookUps} from './content/look-ups.ts'
import {publishing} from './content/publishing.ts'
import {type Finding, publish} from './report/report.ts'

const PARTS: Record<string, readonly (() => Promise<Finding[]>)[]> = {
  content: [lookUps, announcements, publishing],
}

const folder = join(import.meta.dirname, '..', '..', '.local', 'bench')
const program = new Command('npm run bench --')
  .description('Measures times and rates. Nothing here decides whether the tests pass.')
  .addArgument(new Argument('[parts...]', 'what to measure').choices(Object.keys(PARTS)))
  .parse()

const chosen = program.args.length > 0 ? program.args : Object.keys(PARTS)
const stop = await startTestStack()
try {
  let reached = true
  for (const name of chosen) {
    const findings: Finding[] = []
    for (const measure of PARTS[name] ?? []) findings.push(...(await measure()))
    reached = publish(name, findings, folder) && reached
  }
  process.exitCode = reached ? 0 : 1
} finally {
  await stop()
}
