import {endAll} from '#lib/endings/endings.ts'

/**
 * Ends this process when it is asked to: no more requests are taken, and at the same time the work in the background comes
 * to its end, so that no mail is cut off between being sent and being noted.
 */
export function endOnSignals({drain, close}: {drain: () => Promise<void>; close: () => Promise<void>}): void {
  let isEnding = false
  const end = async () => {
    if (isEnding) return
    isEnding = true
    const ended = endAll()
    await drain()
    await close()
    await ended
    process.exit(0)
  }
  for (const signal of ['SIGTERM', 'SIGINT'] as const) process.on(signal, () => void end())
}
