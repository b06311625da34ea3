import {createInterface} from 'node:readline'
import {type Command, endChild, spawnLeashed} from './spawn-leashed.ts'

const KEPT_LINES = 40

export type TaskOptions = {
  signal?: AbortSignal
  /** Told every line of both outputs as it comes. */
  onLine?: (line: string) => void
}

/**
 * Runs a Node program to its end.
 *
 * @returns its last lines of output
 * @throws Error with the last lines when it fails, and the signal's reason when it is aborted.
 */
export async function runTask(command: Command, {signal, onLine}: TaskOptions = {}): Promise<string> {
  signal?.throwIfAborted()
  const child = spawnLeashed(command, 'pipe')
  const lines: string[] = []
  for (const stream of [child.stdout, child.stderr]) {
    if (!stream) continue
    createInterface({input: stream}).on('line', (line) => {
      lines.push(line)
      if (lines.length > KEPT_LINES) lines.shift()
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
