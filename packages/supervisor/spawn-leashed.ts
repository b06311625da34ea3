import {type ChildProcess, spawn} from 'node:child_process'
import {endProcess} from './end-process.ts'

const LEASH = new URL('./leash.ts', import.meta.url).href

/** What to run: arguments of Node, the first being the program's file. */
export type Command = {
  args: string[]
  cwd: string
  env: NodeJS.ProcessEnv
}

/**
 * Starts a Node program in a process group of its own, so that a Ctrl-C in the terminal reaches only the one who
 * started it and who ends the rest in order. The program ends by itself when this process is killed.
 *
 * @param output file descriptor for both of its outputs, or `'pipe'` to read them
 */
export function spawnLeashed(command: Command, output: number | 'pipe'): ChildProcess {
  return spawn(process.execPath, ['--import', LEASH, ...command.args], {
    cwd: command.cwd,
    env: {...command.env, ENDS_WITH_PARENT: '1'},
    detached: true,
    stdio: ['ignore', output, output, 'ipc'],
  })
}

/** Asks a child and what it started to end, and insists after `graceMs`. Resolves when the child is gone. */
export async function endChild(child: ChildProcess, graceMs = 4_000): Promise<void> {
  const {pid} = child
  if (pid === undefined || child.exitCode !== null || child.signalCode !== null) return
  const gone = new Promise<void>((resolve) => child.once('exit', () => resolve()))
  endProcess(pid, 'SIGTERM')
  const insist = setTimeout(() => endProcess(pid, 'SIGKILL'), graceMs)
  await gone
  clearTimeout(insist)
}
