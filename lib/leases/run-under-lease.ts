import {setTimeout as delay} from 'node:timers/promises'
import type {Commerce} from '../commerce/context.ts'
import {acquireLease, type Lease, releaseLease} from './lease.ts'

export type Job = {
  name: string
  /** Milliseconds between two runs. */
  everyMs: number
  run: (lease: Lease) => Promise<unknown>
}

/** A holder that is gone is missed after this long. */
const LEASE_S = 60

/** Runs a job again and again while this process holds its lease, until the signal. A run that fails is logged, and the next one follows. */
export async function runUnderLease(
  {db, log}: Pick<Commerce, 'db' | 'log'>,
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
