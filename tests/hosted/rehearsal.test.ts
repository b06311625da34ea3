import {spawn, spawnSync} from 'node:child_process'
import {once} from 'node:events'
import {join} from 'node:path'
import {expect, onTestFinished, test} from 'vitest'
import {missingPrograms} from '#scripts/programs.ts'
import {REHEARSAL_PROGRAMS} from '#scripts/test/steps.ts'
import {readReport, tableOf} from '#tests/support/rehearsal/report.ts'

const ROOT = join(import.meta.dirname, '..', '..')
const REHEARSAL = join(ROOT, 'tests', 'support', 'rehearsal')

/** A build, a browser and a restore are among it. */
const LIMIT_MS = 20 * 60_000

/** Namespaces of one's own. Who is not root becomes the root of a user namespace, whose other users are taken from a range. */
const NAMESPACES = [
  ...(process.getuid?.() === 0 ? [] : ['--map-root-user', '--map-auto']),
  ...['--mount', '--net', '--pid', '--fork', '--kill-child'],
]

/** Why nothing can be rehearsed here; nothing when it can. */
function reasonNotToRun(): string | undefined {
  const missing = missingPrograms(REHEARSAL_PROGRAMS)
  if (missing.length > 0) return `this machine has no ${missing.join(' and no ')}`
  const {status} = spawnSync('unshare', [...NAMESPACES, 'mount', '-t', 'tmpfs', 'tmpfs', '/mnt'])
  if (status !== 0)
    return 'it needs root, or user namespaces and a range of ids for them (Debian: apt-get install uidmap)'
  return undefined
}

const reason = reasonNotToRun()
if (reason !== undefined) console.warn(`! The rehearsal of going live is NOT RUN: ${reason}.`)

test.skipIf(reason)(
  'docs/deploy.md leads from nothing to a live site, with the names of the hosted services over verified TLS',
  {timeout: LIMIT_MS},
  async () => {
    const machine = ['sh', join(REHEARSAL, 'private-machine.sh'), ROOT, process.execPath]
    const rehearsal = spawn('unshare', [...NAMESPACES, ...machine, 'node', join(REHEARSAL, 'rehearse.ts')], {
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    // Everything that it started ends with it.
    onTestFinished(() => void rehearsal.kill('SIGKILL'))
    const said: string[] = []
    rehearsal.stderr.on('data', (chunk: Buffer) => said.push(chunk.toString()))
    const ended = once(rehearsal, 'close')
    const steps = await readReport(rehearsal.stdout, (line) => said.push(`${line}\n`))
    const [code] = await ended
    console.log(tableOf(steps))
    expect(code, said.join('')).toBe(0)
    expect(steps.filter(({outcome}) => outcome === 'failed')).toEqual([])
  },
)
