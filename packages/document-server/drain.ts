import type {Server} from 'node:http'
import type {Socket} from 'node:net'
import {setTimeout as delay, setImmediate as turn} from 'node:timers/promises'

/** Milliseconds for which open connections are told to close with their next answer, before idle ones are closed. */
const FAREWELL = 1_000
/** Milliseconds for which a connection that was just opened may still bring the request that it was opened for. */
const GRACE = 500
/** Milliseconds after which what still runs is cut off. */
const PATIENCE = 25_000

export type DrainOptions = {
  /** Called first when the server is ended; from then on answers must end their connections. */
  begin: () => void
  /**
   * Milliseconds for which requests are taken as before, so that whoever spreads them over servers sees that this one is
   * about to end and chooses others. When left out, a second if anybody is connected.
   */
  farewell?: number | undefined
}

/**
 * Makes a server ready to be ended without dropping a request: first every answer ends its connection, then nothing new
 * is taken, then what runs comes to its end.
 *
 * @returns what ends the server
 */
export function drainable(server: Server, {begin, farewell}: DrainOptions): () => Promise<void> {
  const unused = new Set<Socket>()
  server.on('connection', (socket: Socket) => {
    unused.add(socket)
    socket.once('close', () => unused.delete(socket))
  })
  server.on('request', (request) => unused.delete(request.socket))

  return async () => {
    begin()
    // An answer that had begun by then did not end its connection, which would stay open for long after it.
    server.keepAliveTimeout = FAREWELL
    if (farewell !== undefined) await delay(farewell)
    else if ((await connectionsOf(server)) > 0) await delay(FAREWELL)
    // Whoever knocks is let in before the door is shut: a proxy does not send again what it sent into a closed one.
    await turn()
    const closed = new Promise<void>((resolve) => server.close(() => resolve()))
    await Promise.race([closed, delay(GRACE)])
    // Browsers open connections that they may need, which Node does not count as idle.
    for (const socket of unused) socket.destroy()
    const timer = setTimeout(() => server.closeAllConnections(), PATIENCE)
    await closed
    clearTimeout(timer)
  }
}

function connectionsOf(server: Server): Promise<number> {
  return new Promise((resolve) => server.getConnections((_, count) => resolve(count ?? 0)))
}
