import type {DatabaseSync, StatementSync} from 'node:sqlite'
import {z} from 'zod'

const rowSchema = z.object({
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
export type StoredRow = z.infer<typeof rowSchema>

/** Every object of the account, in the order of creation, both modes together. */
export class ObjectStore {
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
    return row && rowSchema.parse(row)
  }

  /** The open sessions whose time has come. `now` in seconds since 1970. */
  dueSessions(livemode: boolean, now: number): StoredRow[] {
    return this.#dueSessions.all(Number(livemode), now).map((row) => rowSchema.parse(row))
  }

  /** Newest first. `before` is the `seq` to begin after. */
  *newestFirst(name: string, livemode: boolean, before = Number.MAX_SAFE_INTEGER): Generator<StoredRow> {
    for (const row of this.#descending.all(name, Number(livemode), before)) yield rowSchema.parse(row)
  }

  /** Oldest first, from the one after `after`. */
  *oldestFirst(name: string, livemode: boolean, after = 0): Generator<StoredRow> {
    for (const row of this.#ascending.all(name, Number(livemode), after)) yield rowSchema.parse(row)
  }
}

function textOf(internal: unknown): string | null {
  return internal === undefined ? null : JSON.stringify(internal)
}
