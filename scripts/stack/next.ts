import {existsSync, mkdirSync, readFileSync, rmSync, writeFileSync} from 'node:fs'
import {dirname, join} from 'node:path'
import {runTask, type Service, startService} from '@local/supervisor'
import {buildStamp} from './build-stamp.ts'
import type {Places} from './layout.ts'

const NEXT = join('node_modules', 'next', 'dist', 'bin', 'next')
const BUILD = join('scripts', 'build.ts')
const SERVER = 'server.ts'
/**
 * The flags of Node that `npm start` has. A young generation of 8 MB is collected sooner, which saves a fifth of all
 * memory while pages are re-rendered. One thread collects it: several spend more time on waiting for each other, and
 * take processors that requests need.
 */
export const SERVER_FLAGS = ['--max-semi-space-size=8', '--no-parallel-scavenge']

/** Variables whose values are part of a build. Others, such as a port or a token, may change without a new one. */
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

/** Whether the sources differ from those of the last build, or no build was finished. */
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

/** Inside the build's folder, so that it is removed with the build. */
function stampPath(places: Places): string {
  return join(places.root, places.build, 'made-from')
}
