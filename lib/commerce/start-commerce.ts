import {setTimeout as delay} from 'node:timers/promises'
import {migrate} from '../db/migrate.ts'
import {startWorkers} from '../leases/start-workers.ts'
import {onShutdown} from '../shutdown-hooks.ts'
import type {Commerce} from './context.ts'

const FIRST_WAIT_MS = 500
const LONGEST_WAIT_MS = 30_000

/**
 * Brings the database up to date and then starts what happens without a visitor. Resolves after the first try: pages that
 * need no database must not wait for one that is down, and the rest follows as soon as it is there.
 *
 * When the process is asked to end, the workers finish what they are about and give up their leases, so that the next one
 * need not wait and sends nothing twice.
 */
export async function startCommerce(commerce: Commerce): Promise<void> {
  if (await tryOnce(commerce)) return
  void keepTrying(commerce)
}

async function keepTrying(commerce: Commerce): Promise<void> {
  for (let wait = FIRST_WAIT_MS; ; wait = Math.min(2 * wait, LONGEST_WAIT_MS)) {
    await delay(wait, undefined, {ref: false})
    if (await tryOnce(commerce)) return
  }
}

async function tryOnce(commerce: Commerce): Promise<boolean> {
  try {
    await migrate(commerce.db)
  } catch (error) {
    const name = error instanceof Error ? error.name : 'unknown'
    commerce.log.error({error: name}, 'the database is not ready; it is asked again')
    return false
  }
  const workers = startWorkers(commerce)
  onShutdown(workers.stop)
  // A host that runs Next itself waits for nothing; the leases are given up if there is time.
  for (const signal of ['SIGTERM', 'SIGINT'] as const) process.once(signal, () => void workers.stop())
  return true
}
