import type {DatabaseSync, StatementSync} from 'node:sqlite'
import {z} from 'zod'

const attemptSchema = z.object({
  /** ISO date and time. */
  at: z.string(),
  /** The endpoint's HTTP status; 0 when it gave none. */
  status: z.number(),
  /** The fault that was done to this attempt, or why it had no answer. */
  note: z.string().optional(),
})

const rowSchema = z.object({
  seq: z.number(),
  event: z.string(),
  type: z.string(),
  endpoint: z.string(),
  state: z.enum(['pending', 'held', 'delivered', 'failed']),
  /** Milliseconds since 1970: when the next attempt is due. */
  due: z.number(),
  attempts: z.string().transform((text) => z.array(attemptSchema).parse(JSON.parse(text))),
})

export type Attempt = z.infer<typeof attemptSchema>
/** One event on its way to one endpoint. */
export type Delivery = z.infer<typeof rowSchema>

const countSchema = z.object({count: z.number()})

/** What is still to be told, and what was. Written in the transaction that makes the event, so nothing is lost. */
export class DeliveryStore {
  readonly #database: DatabaseSync
  readonly #insert: StatementSync
  readonly #update: StatementSync
  readonly #next: StatementSync
  readonly #byEvent: StatementSync
  readonly #undelivered: StatementSync

  constructor(database: DatabaseSync) {
    this.#database = database
    this.#insert = database.prepare(
      "INSERT INTO deliveries (event, type, endpoint, state, due, attempts) VALUES (?, ?, ?, 'pending', ?, '[]')",
    )
    this.#update = database.prepare('UPDATE deliveries SET state = ?, due = ?, attempts = ? WHERE seq = ?')
    this.#next = database.prepare(
      "SELECT * FROM deliveries WHERE state = 'pending' AND endpoint = ? ORDER BY due, seq LIMIT 1",
    )
    this.#byEvent = database.prepare('SELECT * FROM deliveries WHERE event = ? ORDER BY seq')
    this.#undelivered = database.prepare(
      "SELECT count(*) AS count FROM deliveries WHERE event = ? AND state <> 'delivered'",
    )
  }

  add(event: {id: string; type: string}, endpoint: string, due: number): void {
    this.#insert.run(event.id, event.type, endpoint, due)
  }

  record(delivery: Delivery): void {
    this.#update.run(delivery.state, delivery.due, JSON.stringify(delivery.attempts), delivery.seq)
  }

  /** The endpoint's delivery that is due first, now or later. */
  next(endpoint: string): Delivery | undefined {
    const row = this.#next.get(endpoint)
    return row && rowSchema.parse(row)
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
    return this.#byEvent.all(event).map((row) => rowSchema.parse(row))
  }

  all(): Delivery[] {
    return this.#database
      .prepare('SELECT * FROM deliveries ORDER BY seq')
      .all()
      .map((row) => rowSchema.parse(row))
  }

  /** How many endpoints have not acknowledged the event. */
  undelivered(event: string): number {
    return countSchema.parse(this.#undelivered.get(event)).count
  }

  held(endpoint: string): Delivery[] {
    const rows = this.#database
      .prepare("SELECT * FROM deliveries WHERE state = 'held' AND endpoint = ?")
      .all(endpoint)
    return rows.map((row) => rowSchema.parse(row))
  }

  /** Puts held deliveries back in the queue, in their old places. */
  release(): void {
    this.#database.exec("UPDATE deliveries SET state = 'pending' WHERE state = 'held'")
  }

  /** Queues an event for an endpoint once more, whatever came of it before. */
  resend(event: string, due: number): void {
    this.#database.prepare("UPDATE deliveries SET state = 'pending', due = ? WHERE event = ?").run(due, event)
  }

  /** Makes every waiting retry due at once. */
  hasten(now: number): void {
    this.#database.prepare("UPDATE deliveries SET due = ? WHERE state = 'pending' AND due > ?").run(now, now)
  }

  /** Gives up on an endpoint that no longer exists. */
  abandon(endpoint: string): void {
    this.#database
      .prepare("UPDATE deliveries SET state = 'failed' WHERE endpoint = ? AND state IN ('pending', 'held')")
      .run(endpoint)
  }
}
