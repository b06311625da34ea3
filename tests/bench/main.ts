/**
 * `npm run bench`: times and rates, as ratios of things measured in turns in one run.
 *
 *   npm run bench                 everything
 *   npm run bench -- content      one part
 *   npm run bench -- pages --only paint
 *   npm run bench -- build --pages 1000
 */
import {Argument, Command} from 'commander'
import {stopSignal} from '#scripts/terminal.ts'
import {BENCH_FOLDER, type Bench, startBench} from './bench.ts'
import {generate} from './build/generate.ts'
import {manyPages} from './build/many-pages.ts'
import {handOff} from './checkout/hand-off.ts'
import {sharedPublishes, sharedRates} from './cluster.ts'
import {imports} from './content/imports.ts'
import {lookUps} from './content/look-ups.ts'
import {announcements, lakeQueries, publishing} from './content/publishes.ts'
import {firstRow} from './desk.ts'
import {lighthouse} from './pages/lighthouse.ts'
import {paint} from './pages/paint.ts'
import {rates} from './pages/rates.ts'
import {weight} from './pages/weight.ts'
import {type Line, publish} from './report.ts'

/** Measures one thing and gives its lines of the table. */
type Measure = (bench: Bench) => Promise<Line[]>

/** What `npm run bench -- <part>` can measure, each a list of measurements that are made one after the other. */
const PARTS: Readonly<Record<string, readonly Measure[]>> = {
  content: [imports, lookUps, announcements, lakeQueries, publishing],
  build: [generate, manyPages],
  checkout: [handOff],
  desk: [firstRow],
  pages: [weight, paint, rates, lighthouse],
  cluster: [sharedPublishes, sharedRates],
}

const program = new Command('npm run bench --')
  .description('Measures times and rates. Nothing here decides whether the tests pass.')
  .addArgument(new Argument('[parts...]', 'what to measure').choices(Object.keys(PARTS)))
  .option('--only <names...>', 'measure just these of the parts, by the names that are printed meanwhile')
  .option('--pages <number>', 'with build: how many policies the site of very many has', Number, 10_000)
  .parse()

const chosen = program.args.length > 0 ? program.args : Object.keys(PARTS)
const {signal} = stopSignal()
const {only, pages} = program.opts<{only?: string[]; pages: number}>()
const bench = await startBench({signal, pages})
// Everything that runs ends by itself when this process is gone.
signal.addEventListener('abort', () => process.exit(130))
try {
  let reached = true
  for (const name of chosen) {
    const lines: Line[] = []
    for (const measure of PARTS[name] ?? []) {
      if (only && !only.includes(measure.name)) continue
      console.log(`▸ ${name}: ${measure.name}`)
      try {
        lines.push(...(await measure(bench)))
      } catch (error) {
        // What was measured before, and what comes after, is worth having all the same.
        console.error(error)
        lines.push({what: measure.name, missing: 'it failed'})
        reached = false
      }
    }
    reached = publish(name, lines, BENCH_FOLDER) && reached
  }
  process.exitCode = reached ? 0 : 1
} finally {
  await bench.stack.stop()
}
