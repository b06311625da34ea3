import {spawn} from 'node:child_process'
import {existsSync, readFileSync} from 'node:fs'
import {constants} from 'node:os'
import {join, resolve} from 'node:path'
import {pathToFileURL} from 'node:url'
import util from 'node:util'
import {SetupError, withNodeFirst} from './node.mjs'

const FORWARDED_SIGNALS = /** @type {const} */ (['SIGINT', 'SIGTERM', 'SIGHUP'])
const CALLER_CHECK_INTERVAL_MS = 1_000

/**
 * Runs `scripts/<name>.ts`, a `.ts` file by its path, or else the command of that name from an installed package.
 *
 * Signals are passed on. When this process is killed outright, the IPC channel closes and the child ends by itself (see
 * packages/supervisor/end-with-parent.ts).
 *
 * @param {{root: string, node: string, flags?: string[], name: string, args: string[]}} command
 *   `flags` are Node's own
 * @returns {Promise<number>} the exit code; 128 and the signal's number when a signal ended it
 */
export function runEntry({root, node, flags = [], name, args}) {
  const paths = envFiles(root)
  const files = paths.map((path) => `--env-file=${path}`)
  const endWithParent = pathToFileURL(join(root, 'packages', 'supervisor', 'end-with-parent.ts')).href
  const child = spawn(node, [...flags, ...files, '--import', endWithParent, findEntry(root, name), ...args], {
    cwd: root,
    env: {...withNodeFirst(node), ...certificates(root, paths), ENDS_WITH_PARENT: '1'},
    stdio: ['inherit', 'inherit', 'inherit', 'ipc'],
  })
  for (const signal of FORWARDED_SIGNALS) process.on(signal, () => child.kill(signal))
  whenCallerIsGone(() => child.kill('SIGTERM'))
  return new Promise((resolve, reject) => {
    child.on('error', reject)
    child.on('exit', (code, signal) => resolve(code ?? 128 + constants.signals[signal ?? 'SIGTERM']))
  })
}

/**
 * The files of variables that a command reads, weakest first. A variable of the environment beats them all.
 *
 * `.local/env` describes the local services that were started last, and counts as a whole: above the others when no
 * Content Lake is chosen elsewhere, else not at all, so that an address of one lake never meets a token of another.
 *
 * @param {string} root the project's folder
 * @param {Record<string, string | undefined>} [env]
 * @returns {string[]} absolute paths of existing files
 */
export function envFiles(root, env = process.env) {
  const own = ['.env', '.env.local'].map((name) => join(root, name)).filter((path) => existsSync(path))
  const local = join(root, '.local', 'env')
  const lakeIsChosen = env.SANITY_PROJECT_ID || own.some((path) => setsLake(readFileSync(path, 'utf8')))
  return lakeIsChosen || !existsSync(local) ? own : [...own, local]
}

/**
 * `NODE_EXTRA_CA_CERTS` of the files: Node reads it when it starts, before it reads them. A Node before 20.12 cannot read
 * files of variables, so there the variable must be exported.
 *
 * @param {string} root the project's folder, where relative paths begin
 * @param {string[]} paths of the files, weakest first
 * @param {Record<string, string | undefined>} [env]
 * @see https://nodejs.org/api/cli.html#node_extra_ca_certsfile
 */
export function certificates(root, paths, env = process.env) {
  if (env.NODE_EXTRA_CA_CERTS) return {}
  const set = paths.map((path) => util.parseEnv?.(readFileSync(path, 'utf8')).NODE_EXTRA_CA_CERTS)
  const file = set.filter((value) => value).at(-1)
  return file ? {NODE_EXTRA_CA_CERTS: resolve(root, file)} : {}
}

/** @param {string} text */
function setsLake(text) {
  return /^[ \t]*(export[ \t]+)?SANITY_PROJECT_ID[ \t]*=[ \t]*\S/m.test(text)
}

/**
 * @param {string} root
 * @param {string} name
 */
function findEntry(root, name) {
  const candidates = [
    join(root, 'scripts', `${name}.ts`),
    ...(name.endsWith('.ts') ? [join(root, name)] : []),
    join(root, 'node_modules', '.bin', name),
  ]
  const entry = candidates.find((path) => existsSync(path))
  if (!entry) throw new SetupError(`There is no command called ${name}. \`npm run\` lists them all.`)
  return entry
}

/**
 * A killed npm passes no signal on, so a command that npm started checks once a second whether npm is still there. The
 * npm scripts begin with `exec`: without it a shell stands between the two, which keeps npm's signals to itself.
 *
 * @param {() => void} callback called once
 */
function whenCallerIsGone(callback) {
  if (!process.env.npm_lifecycle_event) return
  const caller = process.ppid
  const timer = setInterval(() => {
    if (process.ppid === caller) return
    clearInterval(timer)
    callback()
  }, CALLER_CHECK_INTERVAL_MS)
  timer.unref()
}
