import {once} from 'node:events'
import {mkdir} from 'node:fs/promises'
import {createServer, type Socket} from 'node:net'
import {PGlite} from '@electric-sql/pglite'
import {serveConnection} from './connection.ts'
import {Turns} from './turns.ts'

export type PostgresOptions = {
  /** 0 takes a free one. */
  port: number
  /** Where the database lives; leave out for one that is gone when it stops. */
  dataDir?: string
}

export type RunningPostgres = {
  /** For `DATABASE_URL`. */
  url: string
  /** Closes every connection and writes out what is open. Calling it again is harmless. */
  stop(): Promise<void>
}

/**
 * Starts an embedded Postgres that speaks the real protocol on loopback.
 *
 * It is one backend: connections share its session, and a transaction that is open makes all others wait.
 * A row that was acknowledged is on disk, so the process may be killed at any time.
 *
 * @throws Error when the port is taken, before the data is touched: it is the same set that runs already.
 */
export async function startPostgres({port, dataDir}: PostgresOptions): Promise<RunningPostgres> {
  const sockets = new Set<Socket>()
  const server = createServer()
  server.listen(port, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('The server listens on no port.')

  // Clients that come early wait in the listening socket until the database is open.
  const early: Socket[] = []
  server.on('connection', (socket) => early.push(socket.pause()))
  if (dataDir !== undefined) await mkdir(dataDir, {recursive: true, mode: 0o700})
  const db = await PGlite.create(dataDir === undefined ? {} : {dataDir}).catch((error: unknown) => {
    server.close()
    throw error
  })
  const turns = new Turns<Socket>()
  const serve = (socket: Socket) => {
    sockets.add(socket)
    socket.once('close', () => sockets.delete(socket))
    serveConnection(socket, db, turns)
  }
  server.removeAllListeners('connection').on('connection', serve)
  for (const socket of early) {
    serve(socket)
    socket.resume()
  }

  let stopping: Promise<void> | undefined
  const stop = async () => {
    const closed = once(server, 'close')
    server.close()
    for (const socket of sockets) socket.destroy()
    await closed
    await db.close()
  }
  return {
    url: `postgres://postgres@127.0.0.1:${address.port}/postgres`,
    stop: () => {
      stopping ??= stop()
      return stopping
    },
  }
}
