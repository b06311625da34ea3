import {rmSync} from 'node:fs'
import {join} from 'node:path'
import {findFreePorts} from '@local/supervisor'
import {PORT_COUNT, placesIn} from '#scripts/stack/layout.ts'
import {consoleProgress} from '#scripts/stack/progress.ts'
import {startStack} from '#scripts/stack/start-stack.ts'

const ROOT = join(import.meta.dirname, '..', '..')

/**
 * Starts what `npm run demo` starts, beside it: fresh content, a build of its own, free ports. Tests read the addresses
 * with `services()`.
 *
 * @returns what ends it all; Playwright calls it after the last test
 */
export default async function startTestStack(): Promise<() => Promise<void>> {
  // A set that already runs is used as it is: `STACK_SERVICES=.local/services.json npx playwright test`.
  if (process.env.STACK_SERVICES) return async () => {}
  const folder = join(ROOT, '.local', 'test', 'stack')
  rmSync(folder, {recursive: true, force: true})
  const places = placesIn(folder, '.next-test')
  const stopping = new AbortController()
  const stack = await startStack({
    places,
    basePort: await findFreePorts(PORT_COUNT),
    mode: 'start',
    progress: consoleProgress(),
    signal: stopping.signal,
  })
  process.env.STACK_SERVICES = places.services
  process.env.STACK_BUILD = places.build
  return stack.stop
}
