import {type ChildProcess, spawn} from 'node:child_process'
import {createInterface} from 'node:readline'

const END_WITH_PARENT = new URL('./end-with-parent.ts', import.meta.url).href
const TERMINATION_GRACE_MS = 4_000
const KEPT_OUTPUT_LINES = 40

/** What to run: arguments of Node, the first being the program's file. */
export type Command = {
  args: string[]
  cwd: string
  env: NodeJS.ProcessEnv
}

/**
 * Starts a Node program in a process group of its own. A Ctrl-C in the terminal reaches only this process, which then
 * ends the others in order. When this process is killed, the program ends by itself.
 *
 * @param output file descriptor for both of its outputs, or `'pipe'` to read them
 */
export function startProcess(command: Command, output: number | 'pipe'): ChildProcess {
  return spawn(process.execPath, ['--import', END_WITH_PARENT, ...command.args], {
    cwd: command.cwd,
    env: {...command.env, ENDS_WITH_PARENT: '1'},
    detached: true,
    stdio: ['ignore', output, output, 'ipc'],
  })
}

/**
 * Sends SIGTERM to a child and to what it started, and SIGKILL when it is still there after `graceMs`. Resolves when
 * the child is gone.
 */
export async function endChild(child: ChildProcess, graceMs = TERMINATION_GRACE_MS): Promise<void> {
  const {pid} = child
  if (pid === undefined || child.exitCode !== null || child.signalCode !== null) return
  const gone = new Promise<void>((resolve) => child.once('exit', () => resolve()))
  signalProcess(pid, 'SIGTERM')
  const kill = setTimeout(() => signalProcess(pid, 'SIGKILL'), graceMs)
  await gone
  clearTimeout(kill)
}

/** Signals the process group that `pid` leads, or `pid` alone when it leads none. A process that is gone is no error. */
export function signalProcess(pid: number, signal: NodeJS.Signals): void {
  for (const target of [-pid, pid]) {
    try {
      process.kill(target, signal)
      return
    } catch (error) {
      const isGone = error instanceof Error && 'code' in error && error.code === 'ESRCH'
      if (!isGone) throw error
    }
  }
}

export type TaskOptions = {
  /** Ends the program when it is aborted. */
  signal?: AbortSignal
  /** Called with every line of both outputs as it comes. */
  onLine?: (line: string) => void
}

/**
 * Runs a Node program to its end.
 *
 * @returns its last 40 lines of output
 * @throws Error with the last lines when it fails, and the signal's reason when it is aborted.
 */
export async function runTask(command: Command, {signal, onLine}: TaskOptions = {}): Promise<string> {
  signal?.throwIfAborted()
  const child = startProcess(command, 'pipe')
  const lines: string[] = []
  for (const stream of [child.stdout, child.stderr]) {
    if (!stream) continue
    createInterface({input: stream}).on('line', (line) => {
      lines.push(line)
      if (lines.length > KEPT_OUTPUT_LINES) lines.shift()
      onLine?.(line)
    })
  }
  const abort = () => void endChild(child)
  signal?.addEventListener('abort', abort, {once: true})
  const code = await new Promise<number | null>((resolve, reject) => {
    child.once('error', reject)
    child.once('close', resolve)
  })
  signal?.removeEventListener('abort', abort)
  signal?.throwIfAborted()
  if (code !== 0) throw new Error(lines.join('\n') || `${command.args.join(' ')} ended with code ${code}`)
  return lines.join('\n')
}
