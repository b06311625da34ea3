import type {ChildProcess} from 'node:child_process'
import {closeSync, mkdirSync, openSync, readFileSync} from 'node:fs'
import {dirname} from 'node:path'
import {setTimeout as delay} from 'node:timers/promises'
import {waitUntilAnswers} from './health.ts'
import {type Command, endChild, spawnLeashed} from './spawn-leashed.ts'

const SHOWN_LOG_LINES = 20
const FIRST_RESTART_MS = 250
const MOST_RESTARTS = 5
/** A service that stayed up this long before it fell counts as a fresh fall. */
const STEADY_MS = 60_000

export type ServiceSpec = Command & {
  name: string
  /** Address that answers once the service is ready. */
  health: string
  /** Both outputs go here; emptied at each start of the whole, kept over restarts. */
  logFile: string
  startTimeoutMs?: number
}

export type Service = {
  readonly name: string
  /** The process that runs now. */
  readonly pid: number
  /** Resolves when the process is gone. Calling it again is harmless. */
  stop(): Promise<void>
}

export type ServiceOptions = {
  signal?: AbortSignal
  /** Told in a sentence when the service fell and what happens next. */
  onTrouble?: (sentence: string) => void
}

/**
 * Starts a service, resolves when it answers, and starts it again when it falls.
 *
 * @throws Error with the end of its log when it ends, or does not answer in time, before it was ever ready.
 */
export async function startService(spec: ServiceSpec, options: ServiceOptions = {}): Promise<Service> {
  mkdirSync(dirname(spec.logFile), {recursive: true})
  const stopping = new AbortController()
  let child = launch(spec, 'w')
  await ready(spec, child, options.signal).catch(async (error: unknown) => {
    await endChild(child)
    throw error
  })

  const watch = async () => {
    let falls = 0
    for (;;) {
      const since = Date.now()
      const how = await ended(child)
      if (stopping.signal.aborted) return
      falls = Date.now() - since > STEADY_MS ? 1 : falls + 1
      if (falls > MOST_RESTARTS) {
        options.onTrouble?.(
          `${spec.name} fell ${falls} times in a row and stays down. Its log: ${spec.logFile}`,
        )
        return
      }
      options.onTrouble?.(`${spec.name} fell (${how}) and is being started again. Its log: ${spec.logFile}`)
      await delay(FIRST_RESTART_MS * 2 ** (falls - 1), undefined, {signal: stopping.signal}).catch(() => {})
      if (stopping.signal.aborted) return
      child = launch(spec, 'a')
    }
  }
  const watching = watch()

  return {
    name: spec.name,
    get pid() {
      return child.pid ?? 0
    },
    async stop() {
      stopping.abort()
      await endChild(child)
      await watching
    },
  }
}

function launch(spec: ServiceSpec, logMode: 'w' | 'a'): ChildProcess {
  const log = openSync(spec.logFile, logMode)
  try {
    return spawnLeashed(spec, log)
  } finally {
    closeSync(log)
  }
}

async function ready(spec: ServiceSpec, child: ChildProcess, outer?: AbortSignal): Promise<void> {
  const settled = new AbortController()
  const timeout = AbortSignal.timeout(spec.startTimeoutMs ?? 60_000)
  const signal = AbortSignal.any([settled.signal, timeout, ...(outer ? [outer] : [])])
  const fell = ended(child).then((how) => {
    throw new Error(`${spec.name} did not start (${how}).\n${endOfLog(spec.logFile)}`)
  })
  try {
    await Promise.race([waitUntilAnswers(spec.health, signal), fell])
  } catch (error) {
    outer?.throwIfAborted()
    if (!timeout.aborted) throw error
    throw new Error(`${spec.name} does not answer on ${spec.health}.\n${endOfLog(spec.logFile)}`)
  } finally {
    settled.abort()
    fell.catch(() => {})
  }
}

/** How a child ended, in words. */
function ended(child: ChildProcess): Promise<string> {
  const words = (code: number | null, signal: string | null) => (signal ? `signal ${signal}` : `code ${code}`)
  if (child.exitCode !== null || child.signalCode !== null) {
    return Promise.resolve(words(child.exitCode, child.signalCode))
  }
  return new Promise((resolve) => {
    child.once('exit', (code, signal) => resolve(words(code, signal)))
    child.once('error', (error) => resolve(error.message))
  })
}

function endOfLog(path: string): string {
  return readFileSync(path, 'utf8').trimEnd().split('\n').slice(-SHOWN_LOG_LINES).join('\n')
}
