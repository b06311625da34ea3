import {randomUUID} from 'node:crypto'
import {setTimeout as delay} from 'node:timers/promises'
import {encodeSignatureHeader, SIGNATURE_HEADER_NAME} from '@sanity/webhook'
import {logger} from '#lib/log.ts'
import type {Commerce} from './commerce.ts'
import {forgetChoices} from './consent.ts'
import {contactMailKinds} from './contact/emails.ts'
import {acquireLease, type Lease, releaseLease} from './db/database.ts'
import {orderMailKinds} from './orders/emails.ts'
import {cleanUp, syncMissedOrders} from './orders/sync.ts'
import {type MailKinds, sendDueMail} from './outbox.ts'
import {letterMailKinds} from './owner/letters.ts'
import {alertOfDeadMail, siteAlertKinds} from './owner-alerts.ts'
import {advanceRequests, eraseAgain} from './personal-data/carry-out.ts'
import {requestMailKinds} from './personal-data/emails.ts'
import {runRetention} from './personal-data/retention.ts'
import {setupMailKinds} from './setup/emails.ts'
import {onShutdown} from './shutdown-hooks.ts'
import {countVisits} from './visits.ts'

const FIRST_WAIT_MS = 500
const MAX_WAIT_MS = 30_000

/**
 * Brings the database up to date and then starts what happens without a visitor. Resolves after the first try: pages that
 * need no database must not wait for one that is down, and the rest follows as soon as it is there.
 *
 * When the process is asked to end, the workers finish what they are about and give up their leases, so that the next one
 * need not wait and sends nothing twice.
 */
export async function startCommerce(commerce: Commerce, options: WorkerOptions = {}): Promise<void> {
  if (await tryOnce(commerce, options)) return
  void keepTrying(commerce, options)
}

async function keepTrying(commerce: Commerce, options: WorkerOptions): Promise<void> {
  for (let wait = FIRST_WAIT_MS; ; wait = Math.min(2 * wait, MAX_WAIT_MS)) {
    await delay(wait, undefined, {ref: false})
    if (await tryOnce(commerce, options)) return
  }
}

async function tryOnce(commerce: Commerce, options: WorkerOptions): Promise<boolean> {
  try {
    await commerce.migrate()
  } catch (error) {
    const name = error instanceof Error ? error.name : 'unknown'
    commerce.log.error({error: name}, 'the database is not ready; it is asked again')
    return false
  }
  const workers = startWorkers(commerce, options)
  onShutdown(workers.stop)
  // A host that runs Next itself waits for nothing; the leases are given up if there is time.
  for (const signal of ['SIGTERM', 'SIGINT'] as const) process.once(signal, () => void workers.stop())
  return true
}

export type WorkerOptions = {
  /** Where this machine keeps its access log; visits are counted from it. */
  logFolder?: string | undefined
}

export type Workers = {
  /** Resolves when every run under way is over and the leases are given up. */
  stop(): Promise<void>
}

type Job = {
  name: string
  /** Milliseconds between two runs. */
  everyMs: number
  run: (lease: Lease) => Promise<unknown>
}

const SECOND_MS = 1_000
const MINUTE_MS = 60 * SECOND_MS
const COUNT_EVERY_MS = 15 * MINUTE_MS

/** Starts what happens without a visitor: mail, the search for missed news from Stripe, data requests, counting, and cleaning up. Any number of instances may. */
export function startWorkers(commerce: Commerce, {logFolder}: WorkerOptions = {}): Workers {
  const holder = randomUUID()
  const stopping = new AbortController()
  const running = jobsOf(commerce, stopping.signal).map((job) =>
    runUnderLease(commerce, job, holder, stopping.signal),
  )
  if (logFolder !== undefined) running.push(keepCounting(commerce, logFolder, stopping.signal))
  return {
    async stop() {
      stopping.abort()
      await Promise.all(running)
    },
  }
}

/** How a job that was asked for once ended. `elsewhere`: another instance was at it. */
export type JobOutcome = 'done' | 'elsewhere' | 'failed'

/**
 * Runs every job once, one after the other, under the leases of the workers: for hosts where no process waits for a timer.
 * A job that fails is logged and does not keep the others from running.
 *
 * @returns how each ended, by its name
 */
export async function runJobsOnce(
  commerce: Commerce,
  signal: AbortSignal,
): Promise<Record<string, JobOutcome>> {
  const holder = randomUUID()
  const outcomes: Record<string, JobOutcome> = {}
  for (const job of jobsOf(commerce, signal)) {
    if (signal.aborted) break
    outcomes[job.name] = await runOnce(commerce, job, holder)
  }
  return outcomes
}

async function runOnce({db, log}: Commerce, job: Job, holder: string): Promise<JobOutcome> {
  try {
    const lease = await acquireLease(db, job.name, holder, LEASE_S)
    if (!lease) return 'elsewhere'
    try {
      await job.run(lease)
    } finally {
      await releaseLease(db, lease)
    }
    return 'done'
  } catch (error) {
    log.error({job: job.name, error: error instanceof Error ? error.name : 'unknown'}, 'a job failed')
    return 'failed'
  }
}

function jobsOf(commerce: Commerce, signal: AbortSignal): Job[] {
  return [
    {name: 'outbox', everyMs: SECOND_MS, run: () => deliverMail(commerce, signal)},
    {name: 'reconciler', everyMs: 5 * MINUTE_MS, run: () => syncMissedOrders(commerce)},
    {name: 'clean-up', everyMs: 60 * MINUTE_MS, run: (lease) => cleanUp(commerce, lease)},
    {name: 'data-requests', everyMs: 10 * SECOND_MS, run: () => advanceRequests(commerce)},
    {name: 'erase-again', everyMs: 60 * MINUTE_MS, run: () => eraseAgain(commerce, 'system')},
    {name: 'retention', everyMs: 60 * MINUTE_MS, run: () => runRetention(commerce, {dryRun: false})},
    {name: 'forget-consent', everyMs: 60 * MINUTE_MS, run: () => forgetChoices(commerce.db)},
  ]
}

/** Another instance takes over this long after the holder is gone. */
const LEASE_S = 60

/** Runs a job again and again while this process holds its lease, until the signal. A run that fails is logged, and the next one follows. */
async function runUnderLease(
  {db, log}: Commerce,
  job: Job,
  holder: string,
  signal: AbortSignal,
): Promise<void> {
  let lease: Lease | undefined
  while (!signal.aborted) {
    try {
      lease = await acquireLease(db, job.name, holder, LEASE_S)
      if (lease) await job.run(lease)
    } catch (error) {
      log.error({job: job.name, error: error instanceof Error ? error.name : 'unknown'}, 'a job failed')
    }
    await delay(job.everyMs, undefined, {signal, ref: false}).catch(() => {})
  }
  if (lease) await releaseLease(db, lease).catch(() => {})
}

/** Counts the visits in the log of this machine. Each machine has its own, so this needs no lease. */
async function keepCounting({db, log}: Commerce, folder: string, signal: AbortSignal): Promise<void> {
  while (!signal.aborted) {
    await countVisits(db, folder).catch((error: unknown) =>
      log.error({error: error instanceof Error ? error.name : 'unknown'}, 'visits could not be counted'),
    )
    await delay(COUNT_EVERY_MS, undefined, {signal, ref: false}).catch(() => {})
  }
}

/** Sends every mail that is due, until none is left or the signal. Returns how many were sent, and how many failed. */
export function deliverMail(commerce: Commerce, signal?: AbortSignal): ReturnType<typeof sendDueMail> {
  return sendDueMail({...commerce, onDead: alertOfDeadMail}, mailKinds(commerce), signal)
}

/** Every kind of mail that the site sends, by its purpose. */
export function mailKinds(commerce: Commerce): MailKinds {
  return {
    ...siteAlertKinds(commerce),
    ...orderMailKinds(commerce),
    ...setupMailKinds(commerce),
    ...contactMailKinds(commerce),
    ...requestMailKinds(commerce),
    ...letterMailKinds(commerce),
  }
}

const ROUND_MS = 5 * 60 * 1000
/** Midnight falls on a quarter of an hour in every time zone. */
const QUARTER_MS = 15 * 60 * 1000
const RETRY_MS = 15_000
const RETRY_AT_START_MS = 2_000
const MAX_TRIES_AT_START = 30
const REQUEST_TIMEOUT_MS = 60_000

type TimerSettings = {
  /** The site's own address as this process can reach it, for example `http://127.0.0.1:3000`. */
  origin: string
  secret: string
}

/**
 * Asks the site to expire missed changes, on start, every five minutes, and at each quarter of an hour, so that a version of a
 * policy takes effect within seconds after midnight. Tags can be expired only while Next answers a
 * request, so the timer sends one, signed as a webhook is.
 *
 * @returns a function that stops the timer.
 */
export function startExpiryTimer(settings: TimerSettings): () => void {
  let tries = 0
  let timer: NodeJS.Timeout
  const round = async () => {
    const done = await askToExpire(settings)
    const starting = !done && ++tries < MAX_TRIES_AT_START
    if (done) tries = MAX_TRIES_AT_START
    timer = setTimeout(round, starting ? RETRY_AT_START_MS : untilNextRound(done)).unref()
  }
  timer = setTimeout(round, 0).unref()
  return () => clearTimeout(timer)
}

/** Milliseconds until the next round: a quarter of an hour is never slept past, and a round that failed is made again soon. */
export function untilNextRound(done: boolean, now = Date.now()): number {
  if (!done) return RETRY_MS
  return Math.min(ROUND_MS, QUARTER_MS - (now % QUARTER_MS) + 1)
}

async function askToExpire({origin, secret}: TimerSettings): Promise<boolean> {
  const body = JSON.stringify({reason: 'timer'})
  try {
    const response = await fetch(`${origin}/api/reconcile`, {
      method: 'POST',
      body,
      headers: {
        'content-type': 'application/json',
        [SIGNATURE_HEADER_NAME]: await encodeSignatureHeader(body, Date.now(), secret),
      },
      signal: AbortSignal.timeout(REQUEST_TIMEOUT_MS),
    })
    if (!response.ok) logger.warn({status: response.status}, 'Published content could not be compared')
    return response.ok
  } catch (error) {
    logger.debug({err: error}, 'The site does not answer itself yet')
    return false
  }
}
