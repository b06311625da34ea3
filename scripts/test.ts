/**
 * `npm test`, `npm run test:all` and `npm run test:long`: runs of steps, each with a summary. The last line counts tests
 * and the exit code tells whether all is well.
 */
import {Command, Option} from 'commander'
import {fingerprintOfSources} from '#lib/promises/results.ts'
import {canInstallDebianPackages} from './setup/debian.mjs'
import {stopSignal} from './terminal.ts'
import {keepProof} from './test/proof.ts'
import {type StepResult, summary, totalLine} from './test/results.ts'
import {runSteps} from './test/run-steps.ts'
import {ROOT, RUNS, type Run, type Step} from './test/steps.ts'

const stepNames = [
  ...new Set(
    Object.values(RUNS).flatMap((runs: Run[]) => runs.flatMap(({steps}) => steps.map(({name}) => name))),
  ),
]

const program = new Command('npm test --')
  .description(
    'Checks, unit and integration tests, and the journeys of visitor, marketer and client in a browser',
  )
  .addOption(new Option('--all', 'all other tests after these, as `npm run test:all` does').conflicts('long'))
  .option('--long', 'repetitions, kills and scale instead, as `npm run test:long` does')
  .addOption(
    new Option('--only <names...>', 'run these steps only, and those that they need').choices(stepNames),
  )
  .option('--install', 'install Debian’s packages of programs that are missing (as root)')
  .parse()
const {
  all,
  long,
  only,
  install = Boolean(process.env.CI) && canInstallDebianPackages(),
} = program.opts<{
  all?: boolean
  long?: boolean
  only?: string[]
  install?: boolean
}>()
const runs: Run[] = RUNS[all ? 'all' : long ? 'long' : 'test']
const chosen =
  only &&
  withNeeds(
    only,
    runs.flatMap(({steps}) => steps),
  )

const {signal} = stopSignal()
const sources = fingerprintOfSources(ROOT)
const done = new Map<string, StepResult>()
for (const {title, steps} of runs) {
  if (signal.aborted) break
  const results = await runSteps(
    steps.filter(({name}) => chosen === undefined || chosen.has(name)),
    {signal, install, done},
  )
  if (results.size === 0) continue
  console.log(
    `\n── ${title} ${'─'.repeat(Math.max(3, 76 - title.length))}\n${summary([...results.values()]).text}`,
  )
  for (const [name, result] of results) done.set(name, result)
}
const results = [...done.values()]
const ran = runs.flatMap(({steps}) => steps).filter(({name}) => done.has(name))
const unproved = keepProof(ROOT, ran, sources)
if (unproved.length > 0) {
  console.log(
    `\n── Promises of the privacy policy that are not proved on these sources\n  ${unproved.join('\n  ')}`,
  )
  if (!all) console.log('`npm run test:all` runs the tests of all of them.')
}
if (runs.length > 1) console.log(`\n── All of it\n${totalLine(results)}`)
// A complete run proves every promise, or it has failed.
const isProved = !all || only !== undefined || unproved.length === 0
process.exitCode = results.length > 0 && summary(results).ok && isProved && !signal.aborted ? 0 : 1

/** The chosen steps, and all that they need. */
function withNeeds(names: readonly string[], steps: readonly Step[]): Set<string> {
  const needs = steps.filter(({name}) => names.includes(name)).flatMap((step) => step.needs ?? [])
  return needs.length === 0 ? new Set(names) : new Set([...names, ...withNeeds(needs, steps)])
}
