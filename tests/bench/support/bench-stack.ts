import {rmSync} from 'node:fs'
import {join} from 'node:path'
import {findFreePorts} from '@local/supervisor'
import {type Places, PORT_COUNT, placesIn} from '#scripts/stack/layout.ts'
import {consoleProgress} from '#scripts/stack/progress.ts'
import {type Stack, startStack} from '#scripts/stack/start-stack.ts'

const ROOT = join(import.meta.dirname, '..', '..', '..')

/** What every measurement works with: a whole set of its own, with the first content and a production build. */
export type Bench = {
  stack: Stack
  places: Places
  /** Ends what is under way when the command is ended. */
  signal: AbortSignal
  /** How many policies a site of very many has. */
  pages: number
}

/** Reports and everything that measurements make. */
export const BENCH_FOLDER = join(ROOT, '.local', 'bench')

/** Starts the set that is measured: fresh content, free ports, a build that is made when something changed. */
export async function startBench({signal, pages}: Pick<Bench, 'signal' | 'pages'>): Promise<Bench> {
  const folder = join(BENCH_FOLDER, 'stack')
  rmSync(folder, {recursive: true, force: true})
  const places = placesIn(folder, '.next-bench')
  const progress = consoleProgress()
  const stack = await startStack({
    places,
    basePort: await findFreePorts(PORT_COUNT),
    mode: 'start',
    progress,
    signal,
  })
  process.env.STACK_SERVICES = places.services
  return {stack, places, signal, pages}
}
