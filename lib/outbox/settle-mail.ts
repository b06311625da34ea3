import {and, eq, sql} from 'drizzle-orm'
import type {Database} from '../db/database.ts'
import {type OutboxRow, outbox} from '../db/schema/outbox.ts'
import {lockOrder} from '../orders/find-order.ts'
import {moveOrder} from '../orders/move-order.ts'

const MOST_ATTEMPTS = 12
const FIRST_WAIT_S = 30
const LONGEST_WAIT_S = 3_600

const stillOurs = ({id, claimedBy}: OutboxRow) =>
  and(eq(outbox.id, id), sql`${outbox.claimedBy} = ${claimedBy}`)

/** Marks a mail as sent. Once the link to the set-up form is out, the order waits for the client's details. */
export async function markSent(db: Database, row: OutboxRow): Promise<void> {
  await db.transaction(async (transaction) => {
    // Locked before the row, in the order in which every other transaction locks the two.
    const order = row.orderId === null ? undefined : await lockOrder(transaction, row.orderId)
    await transaction
      .update(outbox)
      .set({status: 'sent', sentAt: sql`now()`, claimedBy: null, claimedUntil: null, lastError: null})
      .where(stillOurs(row))
    const carriesLink = row.purpose === 'order_confirmation' || row.purpose === 'setup_link'
    if (carriesLink && order?.state === 'paid') {
      await moveOrder(transaction, order, {
        to: 'awaiting_details',
        cause: 'system',
        detail: 'set-up link sent',
      })
    }
  })
}

/** Puts a mail back for a later try, further away each time; after the last one it waits for the owner as `dead`. */
export async function markFailed(
  db: Database,
  row: OutboxRow,
  error: string,
  isFinal: boolean,
): Promise<'waiting' | 'dead'> {
  const status = isFinal || row.attempts >= MOST_ATTEMPTS ? 'dead' : 'waiting'
  const wait = Math.min(LONGEST_WAIT_S, FIRST_WAIT_S * 2 ** (row.attempts - 1)) * (0.75 + Math.random() / 2)
  await db
    .update(outbox)
    .set({
      status,
      lastError: error,
      dueAt: sql`now() + make_interval(secs => ${wait})`,
      claimedBy: null,
      claimedUntil: null,
    })
    .where(stillOurs(row))
  return status
}
