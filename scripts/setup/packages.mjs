import {existsSync, readFileSync} from 'node:fs'
import {join} from 'node:path'
import {withNodeFirst} from './node.mjs'
import {runNpm} from './npm.mjs'
import {SetupError} from './setup-error.mjs'

/** @typedef {{packages?: Record<string, {version?: string, integrity?: string, optional?: boolean}>}} LockFile */

/**
 * Installs the packages when `node_modules` is not what `package-lock.json` says.
 *
 * @param {string} root the project's folder
 * @param {string} node the program that npm and the packages' own steps run on
 * @throws {SetupError} when npm fails
 */
export function installPackages(root, node) {
  const wanted = readLock(join(root, 'package-lock.json'))
  const installed = readLock(join(root, 'node_modules', '.package-lock.json'))
  if (wanted && installed && isInstalled(wanted, installed)) return

  console.log('Installing the packages (a minute or two the first time)…')
  // Not `npm ci`: it refuses a lock file without the optional packages of every platform, and a registry that mirrors
  // only some platforms never yields such a file. `--no-save` keeps the lock file as it is.
  const args = ['install', '--no-save', '--no-audit', '--no-fund']
  const status = runNpm(args, {cwd: root, env: withNodeFirst(node), node})
  if (status !== 0) {
    throw new SetupError(
      'The packages could not be installed; npm says why above.\n' +
        'If this machine is offline, connect it for the first run; later runs need no network.',
    )
  }
}

/**
 * Whether every package of the lock file stands in `node_modules` at its version. npm keeps the list of what it
 * installed in `node_modules/.package-lock.json` and writes it last, so an installation that was cut short has none.
 *
 * @param {LockFile} wanted `package-lock.json`
 * @param {LockFile} installed `node_modules/.package-lock.json`
 */
export function isInstalled(wanted, installed) {
  const present = installed.packages ?? {}
  return Object.entries(wanted.packages ?? {}).every(([path, entry]) => {
    if (path === '') return true
    const found = present[path]
    // Packages for other platforms are optional and rightly missing.
    if (!found) return entry.optional === true
    return found.version === entry.version && found.integrity === entry.integrity
  })
}

/**
 * @param {string} path
 * @returns {LockFile | undefined}
 */
function readLock(path) {
  return existsSync(path) ? JSON.parse(readFileSync(path, 'utf8')) : undefined
}
