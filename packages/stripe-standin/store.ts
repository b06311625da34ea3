import {mkdirSync} from 'node:fs'
import {join} from 'node:path'
import {DatabaseSync, type StatementSync} from 'node:sqlite'
import {z} from 'zod'

/** Everything that the stand-in keeps. */
export type Store = {
  objects: ObjectStore
  idempotency: IdempotencyStore
  deliveries: DeliveryStore
  transaction<T>(work: () => T): T
  /** Deletes everything, or everything but products, prices and webhook endpoints. */
  reset(options: {keepSetup: boolean}): void
  close(): void
}

/** Opens the store of a data directory, and makes the directory when it is not there. */
export function openStore(directory: string): Store {
  const database = openDatabase(directory)
  return {
    objects: new ObjectStore(database),
    idempotency: new IdempotencyStore(database),
    deliveries: new DeliveryStore(database),
    transaction: (work) => transaction(database, work),
    reset({keepSetup}) {
      const kept = keepSetup ? "WHERE name NOT IN ('product', 'price', 'webhook_endpoint')" : ''
      transaction(database, () => {
        database.exec(`DELETE FROM objects ${kept}; DELETE FROM idempotency; DELETE FROM deliveries`)
      })
    },
    close: () => database.close(),
  }
}

const TABLES = `
  CREATE TABLE IF NOT EXISTS objects (
    seq INTEGER PRIMARY KEY AUTOINCREMENT,
    id TEXT NOT NULL UNIQUE,
    name TEXT NOT NULL,
    livemode INTEGER NOT NULL,
    deleted INTEGER NOT NULL DEFAULT 0,
    body TEXT NOT NULL,
    internal TEXT
  ) STRICT;
  CREATE INDEX IF NOT EXISTS objects_by_name ON objects (name, livemode, seq);
  CREATE INDEX IF NOT EXISTS open_sessions ON objects (livemode, json_extract(body, '$.expires_at'))
    WHERE name = 'checkout.session' AND json_extract(body, '$.status') = 'open';

  CREATE TABLE IF NOT EXISTS idempotency (
    key TEXT NOT NULL,
    livemode INTEGER NOT NULL,
    fingerprint TEXT NOT NULL,
    request_id TEXT NOT NULL,
    status INTEGER NOT NULL,
    body TEXT NOT NULL,
    created INTEGER NOT NULL,
    PRIMARY KEY (key, livemode)
  ) STRICT;

  CREATE TABLE IF NOT EXISTS deliveries (
    seq INTEGER PRIMARY KEY AUTOINCREMENT,
    event TEXT NOT NULL,
    type TEXT NOT NULL,
    endpoint TEXT NOT NULL,
    state TEXT NOT NULL,
    due INTEGER NOT NULL,
    attempts TEXT NOT NULL
  ) STRICT;
  CREATE INDEX IF NOT EXISTS deliveries_by_event ON deliveries (event);
  CREATE INDEX IF NOT EXISTS deliveries_by_state ON deliveries (state, endpoint, due);
`

/**
 * Opens (or makes) the database of a data directory. Committed work survives the process being killed at any moment;
 * a power failure may lose the last few commits, which is acceptable in a stand-in.
 */
function openDatabase(directory: string): DatabaseSync {
  mkdirSync(directory, {recursive: true, mode: 0o700})
  const database = new DatabaseSync(join(directory, 'stripe.sqlite'))
  database.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; PRAGMA busy_timeout = 2000')
  database.exec(TABLES)
  return database
}

/** Runs `work`, which must not wait for anything, and keeps all of its writes or, when it throws, none of them. */
function transaction<T>(database: DatabaseSync, work: () => T): T {
  database.exec('BEGIN IMMEDIATE')
  try {
    const result = work()
    database.exec('COMMIT')
    return result
  } catch (error) {
    database.exec('ROLLBACK')
    throw error
  }
}

const objectRow = z.object({
  seq: z.number(),
  id: z.string(),
  name: z.string(),
  livemode: z.number().transform(Boolean),
  deleted: z.number().transform(Boolean),
  body: z.string().transform((text): unknown => JSON.parse(text)),
  internal: z
    .string()
    .transform((text): unknown => JSON.parse(text))
    .nullable(),
})

/** `internal` is what Stripe knows of an object and never sends: an endpoint's secret, a session's line items. */
export type StoredRow = z.infer<typeof objectRow>

/** Every object of the account, in the order of creation, both modes together. */
class ObjectStore {
  readonly #insert: StatementSync
  readonly #replace: StatementSync
  readonly #remove: StatementSync
  readonly #find: StatementSync
  readonly #descending: StatementSync
  readonly #ascending: StatementSync
  readonly #dueSessions: StatementSync

  constructor(database: DatabaseSync) {
    this.#insert = database.prepare(
      'INSERT INTO objects (id, name, livemode, body, internal) VALUES (?, ?, ?, ?, ?)',
    )
    this.#replace = database.prepare(
      'UPDATE objects SET body = ?, internal = coalesce(?, internal) WHERE id = ?',
    )
    this.#remove = database.prepare('UPDATE objects SET deleted = 1, internal = NULL, body = ? WHERE id = ?')
    this.#find = database.prepare('SELECT * FROM objects WHERE id = ?')
    const rows = 'SELECT * FROM objects WHERE name = ? AND livemode = ? AND deleted = 0'
    this.#descending = database.prepare(`${rows} AND seq < ? ORDER BY seq DESC`)
    this.#ascending = database.prepare(`${rows} AND seq > ? ORDER BY seq ASC`)
    this.#dueSessions = database.prepare(`
      SELECT * FROM objects
      WHERE name = 'checkout.session' AND json_extract(body, '$.status') = 'open'
        AND livemode = ? AND json_extract(body, '$.expires_at') <= ?`)
  }

  insert(name: string, livemode: boolean, body: {id: string}, internal?: unknown): void {
    this.#insert.run(body.id, name, Number(livemode), JSON.stringify(body), textOf(internal))
  }

  /** Leaves `internal` as it is when none is given. */
  replace(body: {id: string}, internal?: unknown): void {
    this.#replace.run(JSON.stringify(body), textOf(internal), body.id)
  }

  /** Keeps the row, so that its id still answers as deleted, with nothing but `body` in it. */
  remove(body: {id: string}): void {
    this.#remove.run(JSON.stringify(body), body.id)
  }

  find(id: string): StoredRow | undefined {
    const row = this.#find.get(id)
    return row && objectRow.parse(row)
  }

  /** The open sessions that expire at `now` (seconds since 1970) or before. */
  dueSessions(livemode: boolean, now: number): StoredRow[] {
    return this.#dueSessions.all(Number(livemode), now).map((row) => objectRow.parse(row))
  }

  /** Newest first. `before` is the `seq` to begin after. */
  *newestFirst(name: string, livemode: boolean, before = Number.MAX_SAFE_INTEGER): Generator<StoredRow> {
    for (const row of this.#descending.all(name, Number(livemode), before)) yield objectRow.parse(row)
  }

  /** Oldest first, from the one after `after`. */
  *oldestFirst(name: string, livemode: boolean, after = 0): Generator<StoredRow> {
    for (const row of this.#ascending.all(name, Number(livemode), after)) yield objectRow.parse(row)
  }
}

function textOf(internal: unknown): string | null {
  return internal === undefined ? null : JSON.stringify(internal)
}

const answerRow = z.object({
  fingerprint: z.string(),
  request_id: z.string(),
  status: z.number(),
  body: z.string(),
})

/** The first answer to a key, as it was sent. `fingerprint` stands for the call and its parameters. */
export type SavedAnswer = z.infer<typeof answerRow>

/** Stripe may forget a key after 24 hours: https://docs.stripe.com/api/idempotent_requests */
const KEY_LIFETIME_SECONDS = 24 * 60 * 60

/** The answers that a repeated `Idempotency-Key` is given again. */
class IdempotencyStore {
  readonly #find: StatementSync
  readonly #save: StatementSync
  readonly #deleteOld: StatementSync

  constructor(database: DatabaseSync) {
    this.#find = database.prepare('SELECT * FROM idempotency WHERE key = ? AND livemode = ? AND created > ?')
    this.#save = database.prepare(
      'INSERT OR REPLACE INTO idempotency (key, livemode, fingerprint, request_id, status, body, created) VALUES (?, ?, ?, ?, ?, ?, ?)',
    )
    this.#deleteOld = database.prepare('DELETE FROM idempotency WHERE created <= ?')
  }

  find(key: string, livemode: boolean, now: number): SavedAnswer | undefined {
    const row = this.#find.get(key, Number(livemode), now - KEY_LIFETIME_SECONDS)
    return row && answerRow.parse(row)
  }

  save(key: string, livemode: boolean, answer: SavedAnswer, now: number): void {
    this.#deleteOld.run(now - KEY_LIFETIME_SECONDS)
    this.#save.run(
      key,
      Number(livemode),
      answer.fingerprint,
      answer.request_id,
      answer.status,
      answer.body,
      now,
    )
  }
}

const attemptSchema = z.object({
  /** ISO date and time. */
  at: z.string(),
  /** The endpoint's HTTP status; 0 when it gave none. */
  status: z.number(),
  /** The fault that was done to this attempt, or why it had no answer. */
  note: z.string().optional(),
})

const deliveryRow = z.object({
  seq: z.number(),
  event: z.string(),
  type: z.string(),
  endpoint: z.string(),
  state: z.enum(['pending', 'held', 'delivered', 'failed']),
  /** Milliseconds since 1970: when the next attempt is due. Zero for the first. */
  due: z.number(),
  attempts: z.string().transform((text) => z.array(attemptSchema).parse(JSON.parse(text))),
})

export type Attempt = z.infer<typeof attemptSchema>
/** One event on its way to one endpoint. */
export type Delivery = z.infer<typeof deliveryRow>

const countSchema = z.object({count: z.number()})

/** The webhooks that are still to be sent, and those that were. Queued in the transaction that makes the event. */
class DeliveryStore {
  readonly #database: DatabaseSync
  readonly #insert: StatementSync
  readonly #update: StatementSync
  readonly #next: StatementSync
  readonly #byEvent: StatementSync
  readonly #undelivered: StatementSync

  constructor(database: DatabaseSync) {
    this.#database = database
    this.#insert = database.prepare(
      "INSERT INTO deliveries (event, type, endpoint, state, due, attempts) VALUES (?, ?, ?, 'pending', 0, '[]')",
    )
    this.#update = database.prepare('UPDATE deliveries SET state = ?, due = ?, attempts = ? WHERE seq = ?')
    this.#next = database.prepare(
      "SELECT * FROM deliveries WHERE state = 'pending' AND endpoint = ? ORDER BY max(due, ?), seq LIMIT 1",
    )
    this.#byEvent = database.prepare('SELECT * FROM deliveries WHERE event = ? ORDER BY seq')
    this.#undelivered = database.prepare(
      "SELECT count(*) AS count FROM deliveries WHERE event = ? AND state <> 'delivered'",
    )
  }

  /** Queues an event for its first attempt, which is due at once whatever becomes of the clock. */
  add(event: {id: string; type: string}, endpoint: string): void {
    this.#insert.run(event.id, event.type, endpoint)
  }

  record(delivery: Delivery): void {
    this.#update.run(delivery.state, delivery.due, JSON.stringify(delivery.attempts), delivery.seq)
  }

  /** The endpoint's next delivery: of those that are due the one of the earliest event, else the one that is due first. */
  next(endpoint: string, now: number): Delivery | undefined {
    const row = this.#next.get(endpoint, now)
    return row && deliveryRow.parse(row)
  }

  /** The endpoints that something is still to be sent to. */
  endpoints(): string[] {
    const rows = this.#database
      .prepare("SELECT DISTINCT endpoint FROM deliveries WHERE state = 'pending'")
      .all()
    return z
      .array(z.object({endpoint: z.string()}))
      .parse(rows)
      .map((row) => row.endpoint)
  }

  ofEvent(event: string): Delivery[] {
    return this.#byEvent.all(event).map((row) => deliveryRow.parse(row))
  }

  all(): Delivery[] {
    return this.#database
      .prepare('SELECT * FROM deliveries ORDER BY seq')
      .all()
      .map((row) => deliveryRow.parse(row))
  }

  /** How many endpoints have not acknowledged the event. */
  undelivered(event: string): number {
    return countSchema.parse(this.#undelivered.get(event)).count
  }

  held(endpoint: string): Delivery[] {
    const rows = this.#database
      .prepare("SELECT * FROM deliveries WHERE state = 'held' AND endpoint = ?")
      .all(endpoint)
    return rows.map((row) => deliveryRow.parse(row))
  }

  /** Puts held deliveries back in the queue, in their old places. */
  release(): void {
    this.#database.exec("UPDATE deliveries SET state = 'pending' WHERE state = 'held'")
  }

  /** Queues an event for its endpoints once more, delivered before or not. */
  resend(event: string, due: number): void {
    this.#database.prepare("UPDATE deliveries SET state = 'pending', due = ? WHERE event = ?").run(due, event)
  }

  /** Makes every waiting retry due at once. */
  makeDue(now: number): void {
    this.#database.prepare("UPDATE deliveries SET due = ? WHERE state = 'pending' AND due > ?").run(now, now)
  }

  /** Fails what was still to be sent to an endpoint that no longer exists. */
  failAll(endpoint: string): void {
    this.#database
      .prepare("UPDATE deliveries SET state = 'failed' WHERE endpoint = ? AND state IN ('pending', 'held')")
      .run(endpoint)
  }
}
