declare global {
  var shutdownHooks: Set<() => Promise<unknown>> | undefined
}

/** Supervisors commonly kill a process 30 seconds after they asked it to end. */
const MAX_SHUTDOWN_MS = 25_000

/**
 * Has work that goes on in the background brought to its end before this process exits. Kept by the process, since each
 * bundle of a server has its own copy of this module.
 */
export function onShutdown(hook: () => Promise<unknown>): void {
  globalThis.shutdownHooks ??= new Set()
  globalThis.shutdownHooks.add(hook)
}

/** Runs all hooks. Resolves when they are done, or after `timeoutMs`; never throws. */
export async function runShutdownHooks(timeoutMs = MAX_SHUTDOWN_MS): Promise<void> {
  const hooks = [...(globalThis.shutdownHooks ?? [])]
  const limit = Promise.withResolvers<void>()
  const timer = setTimeout(limit.resolve, timeoutMs)
  await Promise.race([Promise.allSettled(hooks.map((hook) => hook())), limit.promise])
  clearTimeout(timer)
}
