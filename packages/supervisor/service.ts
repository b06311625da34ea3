import type {ChildProcess} from 'node:child_process'
import {once} from 'node:events'
import {closeSync, mkdirSync, openSync, readFileSync} from 'node:fs'
import {connect} from 'node:net'
import {dirname} from 'node:path'
import {setTimeout as delay} from 'node:timers/promises'
import {type Command, endChild, startProcess} from './processes.ts'

const START_TIMEOUT_MS = 60_000
const HEALTH_INTERVAL_MS = 100
const SHOWN_LOG_LINES = 20
/** Doubles with every further crash in a row. */
const FIRST_RESTART_DELAY_MS = 250
const MAX_RESTARTS = 5
/** A service that ran this long before it crashed starts its count of restarts anew. */
const STABLE_AFTER_MS = 60_000

export type ServiceSpec = Command & {
  /** For messages, such as `Content Lake`. */
  name: string
  /** Address that answers once the service is ready: `http://…` or `tcp://host:port`. */
  health: string
  /** Both outputs go here. Emptied at each start of the whole, kept over restarts. */
  logFile: string
  /** 60 s when not given. */
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
  /** Ends the start when it is aborted. */
  signal?: AbortSignal
  /** Called with a sentence when the service crashed, which says what happens next. */
  onTrouble?: (sentence: string) => void
}

/**
 * Starts a service, resolves when it answers, and starts it again when it crashes: after 250 ms, then after twice as
 * long each time, and no more after five crashes in a row.
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
    let crashes = 0
    for (;;) {
      const since = Date.now()
      const how = await ended(child)
      if (stopping.signal.aborted) return
      crashes = Date.now() - since > STABLE_AFTER_MS ? 1 : crashes + 1
      if (crashes > MAX_RESTARTS) {
        options.onTrouble?.(
          `${spec.name} crashed ${crashes} times in a row and is not started again. Its log: ${spec.logFile}`,
        )
        return
      }
      options.onTrouble?.(
        `${spec.name} crashed (${how}) and is being started again. Its log: ${spec.logFile}`,
      )
      const pause = FIRST_RESTART_DELAY_MS * 2 ** (crashes - 1)
      await delay(pause, undefined, {signal: stopping.signal}).catch(() => {})
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

/**
 * Resolves when `url` answers with any status below 500, redirects included. For `tcp://host:port`, when a connection
 * is taken there.
 *
 * @throws the signal's reason when it is aborted first
 */
export async function waitUntilAnswers(url: string, signal: AbortSignal): Promise<void> {
  for (;;) {
    if (await answers(url, signal)) return
    await delay(HEALTH_INTERVAL_MS, undefined, {signal}).catch(() => signal.throwIfAborted())
  }
}

function launch(spec: ServiceSpec, logMode: 'w' | 'a'): ChildProcess {
  const log = openSync(spec.logFile, logMode)
  try {
    return startProcess(spec, log)
  } finally {
    closeSync(log)
  }
}

async function ready(spec: ServiceSpec, child: ChildProcess, outer?: AbortSignal): Promise<void> {
  const settled = new AbortController()
  const timeout = AbortSignal.timeout(spec.startTimeoutMs ?? START_TIMEOUT_MS)
  const signal = AbortSignal.any([settled.signal, timeout, ...(outer ? [outer] : [])])
  const crashed = ended(child).then((how) => {
    throw new Error(`${spec.name} did not start (${how}).\n${endOfLog(spec.logFile)}`)
  })
  try {
    await Promise.race([waitUntilAnswers(spec.health, signal), crashed])
  } catch (error) {
    outer?.throwIfAborted()
    if (!timeout.aborted) throw error
    throw new Error(`${spec.name} does not answer on ${spec.health}.\n${endOfLog(spec.logFile)}`)
  } finally {
    settled.abort()
    crashed.catch(() => {})
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

async function answers(url: string, signal: AbortSignal): Promise<boolean> {
  try {
    const {protocol, hostname, port} = new URL(url)
    if (protocol === 'tcp:') return await takesConnection(hostname, Number(port), signal)
    const response = await fetch(url, {redirect: 'manual', signal})
    await response.body?.cancel()
    return response.status < 500
  } catch {
    signal.throwIfAborted()
    return false
  }
}

async function takesConnection(host: string, port: number, signal: AbortSignal): Promise<boolean> {
  const socket = connect({host, port})
  try {
    await once(socket, 'connect', {signal})
    return true
  } finally {
    socket.destroy()
  }
}
