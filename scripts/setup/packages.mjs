import {existsSync, readFileSync} from 'node:fs'
import {join} from 'node:path'
import {runNpm, SetupError, withNodeFirst} from './node.mjs'

/**
 * What is read of a lock file: https://docs.npmjs.com/cli/v11/configuring-npm/package-lock-json
 *
 * @typedef {Record<string, string>} Ranges
 * @typedef {{
 *   version?: string, integrity?: string, resolved?: string, link?: boolean, dev?: boolean, optional?: boolean,
 *   dependencies?: Ranges, devDependencies?: Ranges, optionalDependencies?: Ranges, peerDependencies?: Ranges,
 *   peerDependenciesMeta?: Record<string, {optional?: boolean}>,
 * }} LockEntry
 * @typedef {{packages?: Record<string, LockEntry>}} LockFile
 */

/** The command that serves a build. It never installs anything where a build is there. */
const START = 'server.ts'

/** The commands of a live site. They need none of the packages that only development, tests or stand-ins need. */
export const PRODUCTION_COMMANDS = new Set([
  START,
  'db-migrate',
  'import-policy',
  'logs-prune',
  'ops',
  'sanity-webhook',
  'seed',
  'stripe-sync',
])

/**
 * Installs the packages when `node_modules` lacks one that the command needs at the version of `package-lock.json`.
 *
 * @param {string} root the project's folder
 * @param {string} node the program that npm and the packages' own steps run on
 * @param {string} command as it is given to `run.mjs`
 * @throws {SetupError} when npm fails
 */
export function installPackages(root, node, command) {
  const wanted = readLock(join(root, 'package-lock.json'))
  const installed = readLock(join(root, 'node_modules', '.package-lock.json'))
  const isForProduction = PRODUCTION_COMMANDS.has(command)
  if (wanted && installed && isInstalled(wanted, installed, isForProduction)) return

  if (command === START && existsSync(join(root, 'node_modules')) && hasBuild(root)) {
    console.warn(
      'The packages in node_modules are not those of package-lock.json. Starting with them as they are; ' +
        'install the right ones with `npm install` and build again.',
    )
    return
  }

  console.log('Installing the packages (a minute or two the first time)…')
  // Not `npm ci`: it refuses a lock file without the optional packages of every platform, and a registry that mirrors
  // only some platforms never yields such a file. `--no-save` keeps the lock file as it is.
  const args = ['install', '--no-save', '--no-audit', '--no-fund']
  const options =
    wanted && isForProduction && omitsDevelopment() ? productionOptions(wanted) : ['--include=dev']
  const status = runNpm([...args, ...options], {cwd: root, env: withNodeFirst(node), node})
  if (status !== 0) {
    throw new SetupError(
      'The packages could not be installed; npm says why above.\n' +
        'If this machine is offline, connect it for the first run; later runs need no network.',
    )
  }
}

/**
 * The options of `npm install` for a live site: no development packages, and none that only other workspaces need.
 *
 * @param {LockFile} lock
 */
export function productionOptions(lock) {
  const workspaces = [...productionPackages(lock)].filter((path) => path.startsWith('packages/'))
  return [
    '--omit=dev',
    '--include-workspace-root',
    ...workspaces
      .filter((path) => !path.includes('/node_modules/'))
      .sort()
      .map((path) => `--workspace=${path}`),
  ]
}

/**
 * Whether every package that is needed stands in `node_modules` at its version. npm keeps the list of what it installed
 * in `node_modules/.package-lock.json` and writes it last, so an installation that was cut short has none.
 *
 * @param {LockFile} wanted `package-lock.json`
 * @param {LockFile} installed `node_modules/.package-lock.json`
 * @param {boolean} isForProduction whether only the packages of a live site are needed
 */
export function isInstalled(wanted, installed, isForProduction = false) {
  const present = installed.packages ?? {}
  const needed = isForProduction ? productionPackages(wanted) : undefined
  return Object.entries(wanted.packages ?? {}).every(([path, entry]) => {
    if (path === '' || (needed && !needed.has(path))) return true
    const found = present[path]
    // Packages for other platforms are optional and rightly missing.
    if (!found) return entry.optional === true
    return found.version === entry.version && found.integrity === entry.integrity
  })
}

/**
 * The packages that a live site needs, as paths of the lock file: those that are reached from the project's
 * `dependencies`, its own workspaces among them.
 *
 * @param {LockFile} lock
 * @returns {Set<string>}
 */
export function productionPackages(lock) {
  return reachablePackages(lock, [''], ({dependencies, optionalDependencies, ...entry}) => {
    const peers = Object.keys(entry.peerDependencies ?? {})
    const required = peers.filter((name) => entry.peerDependenciesMeta?.[name]?.optional !== true)
    return [...Object.keys({...dependencies, ...optionalDependencies}), ...required]
  })
}

/**
 * Walks the graph of a lock file.
 *
 * @param {LockFile} lock
 * @param {string[]} starts paths of the lock file; `''` is the project itself
 * @param {(entry: LockEntry, path: string) => string[]} edgesOf the names of the packages to go on to
 * @returns {Set<string>} paths, the starts among them; a link to a workspace and the workspace itself are two
 */
export function reachablePackages(lock, starts, edgesOf) {
  const packages = lock.packages ?? {}
  /** @type {Set<string>} */
  const reached = new Set()
  const waiting = [...starts]
  for (let path = waiting.pop(); path !== undefined; path = waiting.pop()) {
    const entry = packages[path]
    if (!entry || reached.has(path)) continue
    reached.add(path)
    if (entry.link && entry.resolved) waiting.push(entry.resolved)
    else for (const name of edgesOf(entry, path)) waiting.push(resolvePackage(packages, path, name))
  }
  return reached
}

/**
 * Where Node finds a package from another: https://nodejs.org/api/modules.html#loading-from-node_modules-folders
 *
 * @param {Record<string, LockEntry>} packages
 * @param {string} from
 * @param {string} name
 */
function resolvePackage(packages, from, name) {
  const parts = from === '' ? [] : from.split('/')
  for (; parts.length > 0; parts.pop()) {
    const path = [...parts, 'node_modules', name].join('/')
    if (packages[path]) return path
  }
  return `node_modules/${name}`
}

/** Whether npm was told to leave development packages out, or does so by itself. */
function omitsDevelopment() {
  return process.env.NODE_ENV === 'production' || /\bdev\b/.test(process.env.npm_config_omit ?? '')
}

/** @param {string} root */
function hasBuild(root) {
  return existsSync(join(root, process.env.NEXT_DIST_DIR || '.next', 'BUILD_ID'))
}

/**
 * @param {string} path
 * @returns {LockFile | undefined}
 */
function readLock(path) {
  return existsSync(path) ? JSON.parse(readFileSync(path, 'utf8')) : undefined
}
