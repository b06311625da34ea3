import {mkdir} from 'node:fs/promises'
import {createServer} from 'node:net'
import {PGlite} from '@electric-sql/pglite'
import {PGLiteSocketServer} from '@electric-sql/pglite-socket'

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

const MOST_CONNECTIONS = 64

/**
 * Starts an embedded Postgres that speaks the real protocol on loopback.
 *
 * It is one backend: connections share its session, and a transaction that is open makes all others wait.
 * A row that was acknowledged is on disk, so the process may be killed at any time.
 *
 * @throws Error when the port is taken, before the data is touched: it is the same set that runs already.
 */
export async function startPostgres({port, dataDir}: PostgresOptions): Promise<RunningPostgres> {
  await refuseTakenPort(port)
  if (dataDir !== undefined) await mkdir(dataDir, {recursive: true, mode: 0o700})
  const db = await PGlite.create(dataDir === undefined ? {} : {dataDir})
  const server = new PGLiteSocketServer({db, host: '127.0.0.1', port, maxConnections: MOST_CONNECTIONS})
  try {
    await server.start()
  } catch (error) {
    await db.close()
    throw error
  }
  let stopping: Promise<void> | undefined
  return {
    url: `postgres://postgres@${server.getServerConn()}/postgres`,
    stop: () => {
      stopping ??= server.stop().then(() => db.close())
      return stopping
    },
  }
}

function refuseTakenPort(port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    const probe = createServer().once('error', reject)
    probe.listen({port, host: '127.0.0.1', exclusive: true}, () => probe.close(() => resolve()))
  })
}
