import {join} from 'node:path'
import {startProcess} from '@local/supervisor'
import type {Bench} from '../support/bench-stack.ts'
import {groupMemory} from '../support/memory.ts'

const SAMPLE_MS = 200
const SHOWN = 4_000

export type NextRun = {
  /** Milliseconds. */
  time: number
  /** The most megabytes that it held at once, all its processes together. */
  memory: number
}

export type NextBuild = {
  flags?: readonly string[]
  folder: string
  project?: string
  env: Record<string, string>
}

/**
 * Runs `next build` with these flags into a folder of its own.
 *
 * @param project the folder of the application, the site's unless it is named
 * @param env the site's variables
 * @throws Error with the end of its output when it fails
 */
export function runNextBuild(
  {places, signal}: Pick<Bench, 'places' | 'signal'>,
  {flags = [], folder, project = places.root, env}: NextBuild,
): Promise<NextRun> {
  const next = join(places.root, 'node_modules', 'next', 'dist', 'bin', 'next')
  const settings = {...process.env, ...env, NEXT_DIST_DIR: folder, NEXT_TELEMETRY_DISABLED: '1'}
  const start = performance.now()
  const child = startProcess({args: [next, 'build', ...flags], cwd: project, env: settings}, 'pipe')
  let output = ''
  for (const stream of [child.stdout, child.stderr])
    stream?.on('data', (chunk: Buffer) => {
      output = (output + chunk).slice(-SHOWN)
    })
  let memory = 0
  const sampling = setInterval(() => {
    memory = Math.max(memory, groupMemory(child.pid ?? 0))
  }, SAMPLE_MS)
  const end = () => child.kill()
  signal.addEventListener('abort', end)
  return new Promise((resolve, reject) => {
    child.once('error', reject)
    child.once('close', (code) => {
      clearInterval(sampling)
      signal.removeEventListener('abort', end)
      if (code === 0) resolve({time: performance.now() - start, memory})
      else reject(new Error(`next build ${flags.join(' ')} failed:\n${output}`))
    })
  })
}
