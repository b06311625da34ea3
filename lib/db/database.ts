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
  /** Told when an idle connection is lost; the pool opens another when it is needed. */
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
  // Without a listener, a database that restarts would end the whole process: one for connections that wait in the pool,
  // and one for those that a transaction holds, which hears of the loss from its next query.
  pool.on('error', (error) => options.onLost?.(error))
  pool.on('connect', (client) => client.on('error', () => {}))
  return {db: drizzle(pool, {schema}), close: () => pool.end()}
}
