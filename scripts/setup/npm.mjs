import {spawnSync} from 'node:child_process'
import {SetupError} from './setup-error.mjs'

/**
 * Runs npm with its output visible.
 *
 * @param {string[]} args
 * @param {{cwd?: string, env?: NodeJS.ProcessEnv, node?: string}} [options] `node` is the program npm itself runs on
 * @returns {number} npm's exit code
 * @throws {SetupError} when there is no npm on this machine
 */
export function runNpm(args, {cwd, env = process.env, node = process.execPath} = {}) {
  // Set by npm when it runs a script: the npm that was asked is the npm that installs.
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
