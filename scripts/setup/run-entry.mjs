import {spawn} from 'node:child_process'
import {existsSync} from 'node:fs'
import {constants} from 'node:os'
import {join} from 'node:path'
import {pathToFileURL} from 'node:url'
import {envFiles} from './env-files.mjs'
import {withNodeFirst} from './node.mjs'
import {SetupError} from './setup-error.mjs'

const FORWARDED = /** @type {const} */ (['SIGINT', 'SIGTERM', 'SIGHUP'])

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
  const files = envFiles(root).map((path) => `--env-file=${path}`)
  const endWithParent = pathToFileURL(join(root, 'packages', 'supervisor', 'end-with-parent.ts')).href
  const child = spawn(node, [...flags, ...files, '--import', endWithParent, findEntry(root, name), ...args], {
    cwd: root,
    env: {...withNodeFirst(node), ENDS_WITH_PARENT: '1'},
    stdio: ['inherit', 'inherit', 'inherit', 'ipc'],
  })
  for (const signal of FORWARDED) process.on(signal, () => child.kill(signal))
  whenCallerIsGone(() => child.kill('SIGTERM'))
  return new Promise((resolve, reject) => {
    child.on('error', reject)
    child.on('exit', (code, signal) => resolve(code ?? 128 + constants.signals[signal ?? 'SIGTERM']))
  })
}

/**
 * @param {string} root
 * @param {string} name
 */
function findEntry(root, name) {
  const places = [
    join(root, 'scripts', `${name}.ts`),
    ...(name.endsWith('.ts') ? [join(root, name)] : []),
    join(root, 'node_modules', '.bin', name),
  ]
  const entry = places.find((path) => existsSync(path))
  if (!entry) throw new SetupError(`There is no command called ${name}. \`npm run\` lists them all.`)
  return entry
}

/**
 * A killed npm passes nothing on, so a command that npm started looks once a second whether npm is still there. The npm
 * scripts begin with `exec`: without it a shell stands between the two, which keeps npm's signals to itself.
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
  }, 1000)
  timer.unref()
}
