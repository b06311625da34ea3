import type {Server} from 'node:http'
import type {Socket} from 'node:net'
import {setTimeout as delay, setImmediate as turn} from 'node:timers/promises'

/** For so long open connections are told to close with their next answer, before idle ones are closed. */
const CLOSING_MS = 1_000
/** For so long a connection that was just opened may still bring the request that it was opened for. */
const UNUSED_CONNECTION_MS = 500
/** What still runs then is cut off. Supervisors commonly kill a process 30 seconds after they asked it to end. */
const MAX_DRAIN_MS = 25_000

export type DrainOptions = {
  /** Called first when the server is ended; from then on answers must end their connections. */
  begin: () => void
  /**
   * Milliseconds for which requests are taken as before, so that a load balancer sees that this server is about to end
   * and chooses others. A second while there are connections when left out.
   */
  acceptForMs?: number | undefined
}

/**
 * Makes a server ready to be ended without dropping a request: first every answer ends its connection, then nothing new
 * is taken, then what runs comes to its end.
 *
 * @returns what ends the server
 */
export function drainable(server: Server, {begin, acceptForMs}: DrainOptions): () => Promise<void> {
  const unused = new Set<Socket>()
  server.on('connection', (socket: Socket) => {
    unused.add(socket)
    socket.once('close', () => unused.delete(socket))
  })
  server.on('request', (request) => unused.delete(request.socket))

  return async () => {
    begin()
    // An answer that had begun by then did not end its connection, which would stay open for long after it.
    server.keepAliveTimeout = CLOSING_MS
    if (acceptForMs !== undefined) await delay(acceptForMs)
    else if ((await connectionsOf(server)) > 0) await delay(CLOSING_MS)
    // Connections that wait are accepted first: a proxy does not send again what it sent into one that was closed.
    await turn()
    const closed = new Promise<void>((resolve) => server.close(() => resolve()))
    await Promise.race([closed, delay(UNUSED_CONNECTION_MS)])
    // Browsers open connections that they may need, which Node does not count as idle.
    for (const socket of unused) socket.destroy()
    const timer = setTimeout(() => server.closeAllConnections(), MAX_DRAIN_MS)
    await closed
    clearTimeout(timer)
  }
}

function connectionsOf(server: Server): Promise<number> {
  return new Promise((resolve) => server.getConnections((_, count) => resolve(count ?? 0)))
}

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
