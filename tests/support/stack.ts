/** Stacks of local services, a build and a site that tests and pictures start for themselves, beside the demo's. */
import {cpSync, mkdirSync, rmSync} from 'node:fs'
import {join} from 'node:path'
import {findFreePorts} from '@local/supervisor'
import type {FullConfig} from 'playwright/test'
import {type Places, PORT_COUNT, placesIn} from '#scripts/stack/layout.ts'
import {startSite} from '#scripts/stack/next.ts'
import {consoleProgress} from '#scripts/stack/progress.ts'
import {type Stack, startStack} from '#scripts/stack/start-stack.ts'

const ROOT = join(import.meta.dirname, '..', '..')

/** The build that all tests serve copies of. */
const BUILD = '.next-test'

/**
 * Starts the local services on fresh content and free ports, and makes the build when something changed. No site runs.
 *
 * @param name of the folder below `.local/test`
 * @param build the folder of the build
 */
export async function startServices(
  name: string,
  build = BUILD,
): Promise<{stack: Stack; places: Places; folder: string}> {
  const folder = join(ROOT, '.local', 'test', name)
  rmSync(folder, {recursive: true, force: true})
  const places = placesIn(folder, build)
  const stack = await startStack({
    places,
    basePort: await findFreePorts(PORT_COUNT),
    mode: 'start',
    withSite: false,
    progress: consoleProgress(),
    signal: new AbortController().signal,
  })
  mkdirSync(places.logs, {recursive: true})
  return {stack, places, folder}
}

/** Makes the build when something changed. */
export async function buildForTests(): Promise<void> {
  const {stack} = await startServices('build')
  await stack.stop()
}

/**
 * Starts what `npm run demo` starts, with a copy of the build of its own: pages that are made anew are kept in it.
 *
 * @param name of the folder below `.local/test`; the copy is `.next-test-<name>`
 * @returns its folders, and what ends it all
 */
export async function startTestStack(name: string): Promise<{places: Places; stop(): Promise<void>}> {
  const {stack, places} = await startServices(name)
  const build = `${BUILD}-${name}`
  try {
    copyBuild(join(ROOT, BUILD), join(ROOT, build))
    const port = Number(new URL(stack.addresses.site.url).port)
    const site = await startSite('start', port, {
      places: {...places, build},
      env: stack.env,
      signal: new AbortController().signal,
    })
    return {
      places: {...places, build},
      async stop() {
        await site.stop()
        await stack.stop()
      },
    }
  } catch (error) {
    await stack.stop()
    throw error
  }
}

/** Copies what a server reads of a build, without what only the next build would. */
export function copyBuild(from: string, to: string): void {
  const cache = join(from, 'cache')
  const answers = join(cache, 'fetch-cache')
  rmSync(to, {recursive: true, force: true})
  cpSync(from, to, {
    recursive: true,
    filter: (path) => path === cache || !path.startsWith(`${cache}/`) || path.startsWith(answers),
  })
}

/**
 * Starts a stack for each of Playwright's workers. Tests read its addresses with `services()`.
 *
 * @returns what ends them all; Playwright calls it after the last test
 */
export default async function startStacks({
  workers,
}: Pick<FullConfig, 'workers'>): Promise<() => Promise<void>> {
  // A stack that already runs is used as it is: `STACK_SERVICES=.local/services.json npx playwright test`.
  if (process.env.STACK_SERVICES) return async () => {}
  // The first one makes the build.
  const stacks = [await startTestStack('0')]
  const stop = async () => {
    await Promise.all(stacks.map((stack) => stack.stop()))
  }
  try {
    for (let worker = 1; worker < workers; worker++) stacks.push(await startTestStack(String(worker)))
    return stop
  } catch (error) {
    await stop()
    throw error
  }
}
