declare global {
  var endingsOfThisProcess: Set<() => Promise<unknown>> | undefined
}

/** Milliseconds after which the process ends whatever still runs; supervisors commonly wait for 30 seconds. */
const PATIENCE = 25_000

/**
 * Has work that goes on in the background brought to its end before this process exits. Kept by the process, since each
 * bundle of a server has its own copy of this module.
 */
export function beforeExit(end: () => Promise<unknown>): void {
  globalThis.endingsOfThisProcess ??= new Set()
  globalThis.endingsOfThisProcess.add(end)
}

/** Brings all such work to its end. Resolves when it is over, or when that takes too long; never throws. */
export async function endAll(patience = PATIENCE): Promise<void> {
  const endings = [...(globalThis.endingsOfThisProcess ?? [])]
  const limit = Promise.withResolvers<void>()
  const timer = setTimeout(limit.resolve, patience)
  await Promise.race([Promise.allSettled(endings.map((end) => end())), limit.promise])
  clearTimeout(timer)
}
