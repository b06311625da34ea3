import {cpSync, rmSync} from 'node:fs'
import {join} from 'node:path'
import {findFreePorts} from '@local/supervisor'
import {type Browser, chromium} from 'playwright/test'
import {CHROMIUM_FLAGS, findChromium} from '#scripts/chromium.ts'
import {type Places, PORT_COUNT, placesIn} from '#scripts/stack/layout.ts'
import {type SiteMode, startSite} from '#scripts/stack/next.ts'
import {consoleProgress} from '#scripts/stack/progress.ts'
import {type Stack, startStack} from '#scripts/stack/start-stack.ts'
import {copyBuild} from '#tests/support/stack.ts'

const ROOT = join(import.meta.dirname, '..', '..')

/** What every measurement works with: a whole stack of its own, with the first content and a production build. */
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

/** Starts the stack that is measured: fresh content, free ports, a build that is made when something changed. */
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

export type Beside = {
  url: string
  /** The process that answers. */
  pid: number
  stop(): Promise<void>
}

export type BesideOptions = {
  /** `start`: our server. `plain`: Next's own. */
  mode: SiteMode
  /** Variables that differ from the stack's. */
  env?: Record<string, string>
  /** The build to serve; that of the stack unless it is named. */
  build?: string
}

/** Starts one more server on a copy of a build, so that neither has its pages from the other's disk. */
export async function startBeside(
  {stack, places, signal}: Bench,
  name: string,
  {mode, env = {}, build = places.build}: BesideOptions,
): Promise<Beside> {
  const copy = `.next-bench-${name}`
  copyBuild(join(places.root, build), join(places.root, copy))
  const port = await findFreePorts(1)
  const service = await startSite(mode, port, {
    places: {...places, build: copy, logs: join(places.logs, name)},
    env: {...stack.env, ...env},
    signal,
  })
  return {
    url: `http://127.0.0.1:${port}`,
    pid: service.pid,
    async stop() {
      await service.stop()
      rmSync(join(places.root, copy), {recursive: true, force: true})
    },
  }
}

/** A Next application that does the least that the same work takes, to compare with. */
export type BareApp = {
  folder: string
  /** What it is built and run with, beside the site's variables. */
  env: Record<string, string>
}

/**
 * Puts a bare application where it can be built: a folder of its own, in which Next finds nothing of the site's.
 *
 * @param source the folder with its `app`
 * @param name of the folder to be made below that of the measurements
 */
export function placeBareApp({places}: Pick<Bench, 'places'>, source: string, name: string): BareApp {
  const folder = join(BENCH_FOLDER, name)
  rmSync(folder, {recursive: true, force: true})
  cpSync(join(import.meta.dirname, 'bare'), folder, {recursive: true})
  cpSync(source, folder, {recursive: true})
  return {folder, env: {PROJECT_ROOT: places.root, NEXT_TELEMETRY_DISABLED: '1'}}
}

/** Does something with a browser that has seen nothing yet. `flags` are Chromium's own, beside the usual ones. */
export async function withBrowser<Result>(
  work: (browser: Browser) => Promise<Result>,
  flags: readonly string[] = [],
): Promise<Result> {
  const browser = await chromium.launch({executablePath: findChromium(), args: [...CHROMIUM_FLAGS, ...flags]})
  try {
    return await work(browser)
  } finally {
    await browser.close()
  }
}
