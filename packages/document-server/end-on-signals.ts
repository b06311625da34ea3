export type EndOptions = {
  /** Ends the server without dropping a request. */
  drain: () => Promise<void>
  /** Called once no request is left. */
  close: () => Promise<void>
  /** Ends work in the background. */
  onShutdown?: (() => Promise<void>) | undefined
}

/**
 * Ends this process when it is asked to: no more requests are taken, and at the same time the work in the background comes
 * to its end, so that no mail is cut off between being sent and being noted.
 */
export function endOnSignals({drain, close, onShutdown}: EndOptions): void {
  let isEnding = false
  const end = async () => {
    if (isEnding) return
    isEnding = true
    const ended = onShutdown?.()
    await drain()
    await close()
    await ended
    process.exit(0)
  }
  for (const signal of ['SIGTERM', 'SIGINT'] as const) process.on(signal, () => void end())
}
