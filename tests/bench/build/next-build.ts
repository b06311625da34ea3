import {readdirSync, readFileSync} from 'node:fs'
import {join} from 'node:path'
import {startProcess} from '@local/supervisor'
import {runScript} from '#tests/support/commands.ts'
import {startTestLake, type TestLake} from '#tests/support/lake.ts'
import {policyId} from '#tests/support/policies.ts'
import type {Bench} from '../bench.ts'

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

const KB_IN_MB = 1024

/** Megabytes that a process holds now, and the most that it ever held. Linux only. */
export function memoryOf(pid: number): {now: number; most: number} {
  const status = readFileSync(`/proc/${pid}/status`, 'utf8')
  const field = (name: string) => Number(new RegExp(`^${name}:\\s+(\\d+) kB`, 'm').exec(status)?.[1] ?? 0)
  return {now: field('VmRSS') / KB_IN_MB, most: field('VmHWM') / KB_IN_MB}
}

/** Megabytes that all processes of a group hold now, with what they share counted for each. */
export function groupMemory(group: number): number {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .reduce((sum, pid) => sum + (groupOf(pid) === group ? safely(() => memoryOf(Number(pid)).now) : 0), 0)
}

function groupOf(pid: string): number {
  // The name of the program, in brackets, may hold anything.
  const stat = safely(() => readFileSync(`/proc/${pid}/stat`, 'utf8'), '')
  return Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[2] ?? 0)
}

/** Processes come and go while they are looked at. */
function safely(read: () => number): number
function safely(read: () => string, otherwise: string): string
function safely(read: () => number | string, otherwise: number | string = 0): number | string {
  try {
    return read()
  } catch {
    return otherwise
  }
}

const BATCH = 500

/** The slug of one of the copies, counted from 0. */
export const slugOfCopy = (number: number) => `copy-${number}`

/** Starts a lake with the site's first content and this many copies of its privacy policy, each at its own address. */
export async function startPolicyLake(copies: number): Promise<TestLake> {
  const lake = await startTestLake()
  const {code, err} = await runScript('seed.ts', [], lake.env)
  if (code !== 0) throw new Error(`The first content could not be brought in: ${err}`)
  const policy = await lake.client.getDocument(policyId('privacy'))
  if (!policy) throw new Error('The first content has no privacy policy.')
  const {_rev, _createdAt, _updatedAt, ...content} = policy
  for (let from = 0; from < copies; from += BATCH) {
    const transaction = lake.client.transaction()
    for (let number = from; number < Math.min(from + BATCH, copies); number++) {
      const slug = slugOfCopy(number)
      transaction.create({
        ...content,
        _id: policyId(slug),
        title: `Privacy Policy ${number}`,
        slug: {_type: 'slug', current: slug},
      })
    }
    await transaction.commit({visibility: 'sync'})
  }
  return lake
}
