import {randomUUID} from 'node:crypto'
import type {Commerce} from '../commerce/context.ts'
import {forgetHeld} from '../contact/messages.ts'
import {cleanUp} from '../orders/clean-up.ts'
import {reconcile} from '../orders/reconcile.ts'
import {drainOutbox} from '../outbox/drain-outbox.ts'
import {runUnderLease} from './run-under-lease.ts'

export type Workers = {
  /** Resolves when every run under way is over and the leases are given up. */
  stop(): Promise<void>
}

const SECOND = 1_000
const MINUTE = 60 * SECOND

/** Starts what happens without a visitor: mail, the search for missed news from Stripe, and tidying up. Any number of instances may. */
export function startWorkers(commerce: Commerce): Workers {
  const holder = randomUUID()
  const stopping = new AbortController()
  const running = [
    {name: 'outbox', everyMs: SECOND, run: () => drainOutbox(commerce, stopping.signal)},
    {name: 'reconciler', everyMs: 5 * MINUTE, run: () => reconcile(commerce)},
    {name: 'clean-up', everyMs: 60 * MINUTE, run: cleanUp.bind(null, commerce)},
    {name: 'forget-held-messages', everyMs: 60 * MINUTE, run: () => forgetHeld(commerce.db)},
  ].map((job) => runUnderLease(commerce, job, holder, stopping.signal))
  return {
    async stop() {
      stopping.abort()
      await Promise.all(running)
    },
  }
}
