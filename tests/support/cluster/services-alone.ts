import {mkdirSync, rmSync} from 'node:fs'
import {join} from 'node:path'
import {findFreePorts} from '@local/supervisor'
import {PORT_COUNT, placesIn} from '#scripts/stack/layout.ts'
import {consoleProgress} from '#scripts/stack/progress.ts'
import {startStack} from '#scripts/stack/start-stack.ts'

const ROOT = join(import.meta.dirname, '..', '..', '..')

/**
 * Starts the local services on fresh content and makes a build, without a site.
 *
 * @param name of the folder below `.local/test`
 */
export async function startServices(name: string) {
  const folder = join(ROOT, '.local', 'test', name)
  rmSync(folder, {recursive: true, force: true})
  const places = placesIn(folder, '.next-test')
  const stack = await startStack({
    places,
    basePort: await findFreePorts(PORT_COUNT),
    mode: 'start',
    withSite: false,
    progress: consoleProgress(),
    signal: new AbortController().signal,
  })
  process.env.STACK_SERVICES = places.services
  mkdirSync(places.logs, {recursive: true})
  return {stack, places, folder}
}
