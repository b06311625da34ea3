import type {Server} from 'node:http'
import {setTimeout as delay} from 'node:timers/promises'

/** Milliseconds for which open connections are told to close with their next answer, before idle ones are closed. */
const FAREWELL = 1_000
/** Milliseconds after which what still runs is cut off. */
const PATIENCE = 25_000

/**
 * Ends a server without dropping a request: first every answer ends its connection, then nothing new is taken, then
 * what runs comes to its end.
 *
 * @param begin called first; from then on answers must end their connections
 */
export async function drain(server: Server, begin: () => void): Promise<void> {
  begin()
  if ((await connectionsOf(server)) > 0) await delay(FAREWELL)
  const closed = new Promise<void>((resolve) => server.close(() => resolve()))
  const timer = setTimeout(() => server.closeAllConnections(), PATIENCE)
  await closed
  clearTimeout(timer)
}

function connectionsOf(server: Server): Promise<number> {
  return new Promise((resolve) => server.getConnections((_, count) => resolve(count ?? 0)))
}
