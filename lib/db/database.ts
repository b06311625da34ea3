import {join} from 'node:path'
import {sql} from 'drizzle-orm'
import {drizzle, type NodePgDatabase} from 'drizzle-orm/node-postgres'
import {migrate as applyMigrations} from 'drizzle-orm/node-postgres/migrator'
import pg from 'pg'

export type Database = NodePgDatabase
export type Transaction = Parameters<Parameters<Database['transaction']>[0]>[0]
/** What a query can run on. */
export type Executor = Database | Transaction

export type DatabaseConnection = {
  db: Database
  /** Waits for running queries, then closes every connection. */
  close(): Promise<void>
}

type ConnectOptions = {
  /** Most connections at once. */
  max?: number
  /** Called when a connection is lost; the pool opens another when it is needed. */
  onLost?: (error: Error) => void
}

/**
 * Opens a pool. Nothing is sent until the first query.
 *
 * Every query must also work on a database that serves all its connections from one backend: so no session locks,
 * no `SET`, no `LISTEN`, and no waiting for the network while a transaction is open.
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
  releaseLostClients(pool, onLost)
  return {db: drizzle(pool), close: () => pool.end()}
}

/**
 * The pool listens only to idle connections. One that is lost while it is checked out is released here at once: its
 * query rejects, but drizzle does not release it when that query was the `begin` of a transaction.
 */
function releaseLostClients(pool: pg.Pool, onLost: (error: Error) => void): void {
  const held = new WeakSet<pg.PoolClient>()
  pool.on('acquire', (client) => held.add(client))
  pool.on('release', (_, client) => held.delete(client))
  pool.on('connect', (client) =>
    client.on('error', (error) => {
      if (!held.has(client)) return
      const {release} = client
      // The code that holds it may release it too, and pg throws at a second release.
      client.release = () => {}
      release(error)
      onLost(error)
    }),
  )
}

/** Any number that nothing else in this database uses as an advisory lock. */
const MIGRATION_LOCK = 4_917_220_251

/**
 * Brings the database to the schema of this version. Instances that start together wait for each other: the lock is
 * held by the transaction, so that it also ends with a process that is killed.
 *
 * @param folder where the generated SQL is; the process runs in the root of the project.
 */
export async function migrate(
  db: Database,
  folder = join(process.cwd(), 'lib/db/migrations'),
): Promise<void> {
  await db.transaction(async (transaction) => {
    await transaction.execute(sql`select pg_advisory_xact_lock(${MIGRATION_LOCK})`)
    await applyMigrations(transaction, {migrationsFolder: folder})
  })
}
