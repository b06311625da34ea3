import {existsSync, mkdirSync, readFileSync, rmSync, writeFileSync} from 'node:fs'
import {dirname, join} from 'node:path'
import {runTask, type Service, startService} from '@local/supervisor'
import {buildStamp} from './build-stamp.ts'
import type {Places} from './places.ts'

const NEXT = join('node_modules', 'next', 'dist', 'bin', 'next')
const BUILD = join('scripts', 'build.ts')
const SERVER = 'server.ts'
/**
 * As `npm start` has it: short-lived memory is given back sooner, which saves a fifth of all when pages are made anew;
 * and by one thread, since several spend more on waiting for each other, and take the processors that readers need.
 */
export const SERVER_FLAGS = ['--max-semi-space-size=8', '--no-parallel-scavenge']

/** Variables that end up inside a build; a changed port or token asks for no new one. */
const BUILT_IN = ['SANITY_PROJECT_ID', 'SANITY_DATASET']

/**
 * `start`: the build under the site's own server. `dev`: hot reload. `plain`: the build under Next's own server, to
 * compare with.
 */
export type SiteMode = 'start' | 'dev' | 'plain'

type Program = {flags?: readonly string[]; file: string; args?: readonly string[]}

const PROGRAMS: Readonly<Record<SiteMode, Program>> = {
  start: {flags: SERVER_FLAGS, file: SERVER},
  dev: {file: NEXT, args: ['dev']},
  plain: {file: NEXT, args: ['start']},
}

export type SiteOptions = {
  places: Places
  /** The site's variables. */
  env: Record<string, string>
  signal: AbortSignal
}

/** Whether the last build was made from something else than what is there now, or never finished. */
export function needsBuild({places, env}: SiteOptions): boolean {
  const path = stampPath(places)
  return !existsSync(path) || readFileSync(path, 'utf8') !== stampOf({places, env})
}

/**
 * Builds the site.
 *
 * @throws Error with the end of the build's output when it fails
 */
export async function build(options: SiteOptions, onLine: (line: string) => void): Promise<void> {
  const {places, signal} = options
  const path = stampPath(places)
  rmSync(path, {force: true})
  // Taken before the build, so that a source that changes meanwhile asks for another one.
  const stamp = stampOf(options)
  await runTask(command(options, {file: BUILD}), {signal, onLine: (line) => line.trim() && onLine(line)})
  mkdirSync(dirname(path), {recursive: true})
  writeFileSync(path, stamp)
}

/** Starts the site on loopback; resolves when it answers. */
export function startSite(
  mode: SiteMode,
  port: number,
  options: SiteOptions & {onTrouble?: (sentence: string) => void},
): Promise<Service> {
  const {args = [], ...program} = PROGRAMS[mode]
  const address = ['--port', String(port), '--hostname', '127.0.0.1']
  return startService(
    {
      name: 'Site',
      ...command(options, {...program, args: [...args, ...address]}),
      health: `http://127.0.0.1:${port}/robots.txt`,
      logFile: join(options.places.logs, 'site.log'),
    },
    options,
  )
}

function command({places, env}: Pick<SiteOptions, 'places' | 'env'>, {flags = [], file, args = []}: Program) {
  // The tokens of commands that write may be in our own environment; the site runs without them.
  const {SANITY_WRITE_TOKEN: _write, SANITY_ADMIN_TOKEN: _admin, ...inherited} = process.env
  const settings = {
    ...inherited,
    ...env,
    NEXT_DIST_DIR: places.build,
    NEXT_TELEMETRY_DISABLED: '1',
    LOG_DIR: places.logs,
  }
  return {args: [...flags, join(places.root, file), ...args], cwd: places.root, env: settings}
}

function stampOf({places, env}: Pick<SiteOptions, 'places' | 'env'>): string {
  return buildStamp(places.root, Object.fromEntries(BUILT_IN.map((name) => [name, env[name] ?? ''])))
}

/** Inside the build's folder: who removes the folder removes the claim that it is there. */
function stampPath(places: Places): string {
  return join(places.root, places.build, 'made-from')
}
