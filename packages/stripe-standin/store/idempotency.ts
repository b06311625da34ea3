import type {DatabaseSync, StatementSync} from 'node:sqlite'
import {z} from 'zod'

const rowSchema = z.object({
  fingerprint: z.string(),
  request_id: z.string(),
  status: z.number(),
  body: z.string(),
})

/** The first answer to a key, as it was sent. `fingerprint` stands for the call and its parameters. */
export type SavedAnswer = z.infer<typeof rowSchema>

/** Stripe may forget a key after 24 hours: https://docs.stripe.com/api/idempotent_requests */
const KEPT_SECONDS = 24 * 60 * 60

/** The answers that a repeated `Idempotency-Key` gets again. */
export class IdempotencyStore {
  readonly #find: StatementSync
  readonly #save: StatementSync
  readonly #forget: StatementSync

  constructor(database: DatabaseSync) {
    this.#find = database.prepare('SELECT * FROM idempotency WHERE key = ? AND livemode = ? AND created > ?')
    this.#save = database.prepare(
      'INSERT OR REPLACE INTO idempotency (key, livemode, fingerprint, request_id, status, body, created) VALUES (?, ?, ?, ?, ?, ?, ?)',
    )
    this.#forget = database.prepare('DELETE FROM idempotency WHERE created <= ?')
  }

  find(key: string, livemode: boolean, now: number): SavedAnswer | undefined {
    const row = this.#find.get(key, Number(livemode), now - KEPT_SECONDS)
    return row && rowSchema.parse(row)
  }

  save(key: string, livemode: boolean, answer: SavedAnswer, now: number): void {
    this.#forget.run(now - KEPT_SECONDS)
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
