import {Socket} from 'node:net'
import {join} from 'node:path'
import {and, eq, gt, lte, or, sql} from 'drizzle-orm'
import {drizzle, type NodePgDatabase} from 'drizzle-orm/node-postgres'
import {migrate as applyMigrations} from 'drizzle-orm/node-postgres/migrator'
import pg from 'pg'
import {leases} from './schema.ts'

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
  /** Milliseconds within which a statement must be answered. Zero: no limit. */
  answerWithinMs?: number
}

/**
 * A visitor waits for five seconds at most. The pages that show a visitor what is known then need some of it, so a database
 * that accepts connections and answers nothing is given up before.
 */
const ANSWER_WITHIN_MS = 4_000

/**
 * Opens a pool. Nothing is sent until the first query.
 *
 * A statement that takes too long is ended by the database (`statement_timeout`), and by the connection itself when the database does not
 * answer at all: pg's own `query_timeout` would give a hung connection back to the pool.
 *
 * Every query must also work on a database that serves all its connections from one backend: so no session locks,
 * no `SET`, no `LISTEN`, and no waiting for the network while a transaction is open.
 */
export function connectDatabase(url: string, options: ConnectOptions = {}): DatabaseConnection {
  const {max = 10, answerWithinMs = ANSWER_WITHIN_MS} = options
  const held = new WeakSet<pg.ClientBase>()
  const pool = new pg.Pool({
    connectionString: url,
    max,
    connectionTimeoutMillis: ANSWER_WITHIN_MS,
    idleTimeoutMillis: 30_000,
    application_name: 'plumbperfect-leads',
    ...(answerWithinMs > 0 && {
      statement_timeout: answerWithinMs,
      Client: clientThatGivesUp(answerWithinMs, (client) => held.has(client)),
    }),
  })
  // Without a listener, a database that restarts would end the whole process.
  const onLost = (error: Error) => options.onLost?.(error)
  pool.on('error', onLost)
  releaseLostClients(pool, held, onLost)
  return {db: drizzle(pool), close: () => pool.end()}
}

/** A statement that the database did not answer in time. */
export class DatabaseTimeout extends Error {
  override readonly name = 'DatabaseTimeout'
}

/**
 * A connection that ends itself when nothing comes over it for too long while it is checked out. Its query then rejects,
 * and so does every later one, instead of waiting behind it.
 */
function clientThatGivesUp(afterMs: number, isHeld: (client: pg.ClientBase) => boolean) {
  return class extends pg.Client {
    constructor(config?: pg.ClientConfig) {
      const socket = new Socket()
      super({...config, stream: () => socket})
      socket.setTimeout(afterMs + SLACK_MS)
      socket.on('timeout', () => {
        const {bytesRead} = socket
        // A process that stood still finds its timers due before it reads what has come meanwhile.
        setImmediate(() => {
          if (socket.bytesRead === bytesRead && isHeld(this))
            socket.destroy(
              new DatabaseTimeout(`The database did not answer within ${afterMs / 1_000} seconds.`),
            )
        })
      })
    }
  }
}

/** The database's own word about a statement that took too long is worth a moment's waiting. */
const SLACK_MS = 250

/**
 * The pool listens only to idle connections. One that is lost while it is checked out is released here at once: its
 * query rejects, but drizzle does not release it when that query was the `begin` of a transaction.
 */
function releaseLostClients(
  pool: pg.Pool,
  held: WeakSet<pg.ClientBase>,
  onLost: (error: Error) => void,
): void {
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
 * Brings the database to the schema of this version, on a connection of its own that may take as long as it needs. Instances that
 * start together wait for each other: the lock is held by the transaction, so that it also ends with a process that is killed.
 *
 * @param folder where the generated SQL is; the process runs in the root of the project.
 */
export async function migrate(url: string, folder = join(process.cwd(), 'lib/db/migrations')): Promise<void> {
  const {db, close} = connectDatabase(url, {max: 1, answerWithinMs: 0})
  try {
    await db.transaction(async (transaction) => {
      await transaction.execute(sql`select pg_advisory_xact_lock(${MIGRATION_LOCK})`)
      await applyMigrations(transaction, {migrationsFolder: folder})
    })
  } finally {
    await close()
  }
}

/** The right to do a piece of work alone, until it expires. */
export type Lease = {name: string; holder: string; fencingToken: number}

const inSeconds = (seconds: number) => sql`now() + make_interval(secs => ${seconds})`

/** Takes a lease, or makes one's own last longer. Undefined while another holds it. The database's clock decides. */
export async function acquireLease(
  db: Database,
  name: string,
  holder: string,
  seconds: number,
): Promise<Lease | undefined> {
  const [taken] = await db
    .insert(leases)
    .values({name, holder, fencingToken: 1, expiresAt: inSeconds(seconds)})
    .onConflictDoUpdate({
      target: leases.name,
      set: {
        holder,
        fencingToken: sql`${leases.fencingToken} + case when ${leases.holder} = ${holder} then 0 else 1 end`,
        expiresAt: inSeconds(seconds),
      },
      setWhere: or(eq(leases.holder, holder), lte(leases.expiresAt, sql`now()`)),
    })
    .returning({fencingToken: leases.fencingToken})
  return taken && {name, holder, fencingToken: taken.fencingToken}
}

/** Gives a lease up early, so that the next instance need not wait. */
export async function releaseLease(db: Database, {name, holder, fencingToken}: Lease): Promise<void> {
  await db
    .update(leases)
    .set({expiresAt: sql`now()`})
    .where(and(eq(leases.name, name), eq(leases.holder, holder), eq(leases.fencingToken, fencingToken)))
}

/**
 * Whether the lease still is what it was, and stays so until the transaction ends. A process that was paused past its
 * lease finds out here, before it writes.
 */
export async function confirmLease(transaction: Transaction, {name, fencingToken}: Lease): Promise<boolean> {
  const held = await transaction
    .select({name: leases.name})
    .from(leases)
    .where(
      and(eq(leases.name, name), eq(leases.fencingToken, fencingToken), gt(leases.expiresAt, sql`now()`)),
    )
    .for('share')
  return held.length > 0
}
