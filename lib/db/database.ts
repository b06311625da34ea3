import {drizzle, type NodePgDatabase} from 'drizzle-orm/node-postgres'
import pg from 'pg'
import * as schema from './schema/index.ts'

export type Database = NodePgDatabase<typeof schema>
export type Transaction = Parameters<Parameters<Database['transaction']>[0]>[0]
/** What a query can run on. */
export type Executor = Database | Transaction

export type DatabaseConnection = {
  db: Database
  /** Waits for running queries, then closes every connection. */
  close(): Promise<void>
}

export type ConnectOptions = {
  /** Most connections at once. */
  max?: number
  /** Told when a connection is lost; the pool opens another when it is needed. */
  onLost?: (error: Error) => void
}

/**
 * Opens a pool. Nothing is sent until the first query.
 *
 * Whatever runs on it must also run on a database that serves all its connections from one backend: so no session
 * locks, no `SET`, no `LISTEN`, and no waiting for the network while a transaction is open.
 */
export function connectDatabase(url: string, options: ConnectOptions = {}): DatabaseConnection {
  const pool = new pg.Pool({
    connectionString: url,
    max: options.max ?? 10,
    connectionTimeoutMillis: 5_000,
    idleTimeoutMillis: 30_000,
    application_name: 'plumbperfect-leads',
  })
  // Without a listener, a database that restarts would end the whole process.
  const onLost = (error: Error) => options.onLost?.(error)
  pool.on('error', onLost)
  takeBackLost(pool, onLost)
  return {db: drizzle(pool, {schema}), close: () => pool.end()}
}

/**
 * The pool listens only to connections that wait in it. One that is lost while somebody holds it is taken back at once:
 * its holder hears of the loss from its query, but does not give it back where that was the first of a transaction.
 */
function takeBackLost(pool: pg.Pool, onLost: (error: Error) => void): void {
  const held = new WeakSet<pg.PoolClient>()
  pool.on('acquire', (client) => held.add(client))
  pool.on('release', (_, client) => held.delete(client))
  pool.on('connect', (client) =>
    client.on('error', (error) => {
      if (!held.has(client)) return
      const {release} = client
      // A holder that does give it back must not do so twice.
      client.release = () => {}
      release(error)
      onLost(error)
    }),
  )
}
