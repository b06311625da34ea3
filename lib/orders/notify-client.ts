import {and, count, eq} from 'drizzle-orm'
import type {Commerce} from '../context.ts'
import type {Executor} from '../db/database.ts'
import {customerContacts, outbox} from '../db/schema.ts'
import {enqueueAgain} from '../outbox/queue.ts'
import {findOrder, lockOrder} from './find-order.ts'
import {takesDetails} from './states.ts'

/** `waiting`, `sent`: such a mail was queued before, and is not out yet, or is. `no-address`: there is nobody to write to. */
export type NotifyResult =
  | {ok: true; mail: 'queued' | 'waiting' | 'sent'}
  | {ok: false; reason: 'unknown-order' | 'form-closed' | 'no-address'}

/** Queues a mail that tells the client where their order stands. Asked again in the same state and version, none. */
export async function notifyClient({db}: Pick<Commerce, 'db'>, orderId: string): Promise<NotifyResult> {
  const order = await findOrder(db, orderId)
  if (order === undefined) return {ok: false, reason: 'unknown-order'}
  if (!(await hasAddress(db, orderId))) return {ok: false, reason: 'no-address'}
  const dedupeKey = `order_state:${orderId}:${order.state}:${order.version}`
  const mail = await enqueueAgain(db, {purpose: 'order_state', orderId, subject: order.state, dedupeKey})
  return {ok: true, mail}
}

/** Queues a mail with a new link to the set-up form; when it goes out, older links stop working. */
export async function resendSetupLink({db}: Pick<Commerce, 'db'>, orderId: string): Promise<NotifyResult> {
  if ((await findOrder(db, orderId)) === undefined) return {ok: false, reason: 'unknown-order'}
  return db.transaction(async (transaction): Promise<NotifyResult> => {
    const order = await lockOrder(transaction, orderId)
    if (!takesDetails(order)) return {ok: false, reason: 'form-closed'}
    if (!(await hasAddress(transaction, orderId))) return {ok: false, reason: 'no-address'}
    const [{sent} = {sent: 0}] = await transaction
      .select({sent: count()})
      .from(outbox)
      .where(and(eq(outbox.orderId, orderId), eq(outbox.purpose, 'setup_link'), eq(outbox.status, 'sent')))
    // Pressed twice before the first is out, it is one mail.
    const dedupeKey = `setup_link:${orderId}:${sent + 1}`
    return {ok: true, mail: await enqueueAgain(transaction, {purpose: 'setup_link', orderId, dedupeKey})}
  })
}

async function hasAddress(db: Executor, orderId: string): Promise<boolean> {
  const [contact] = await db
    .select({email: customerContacts.email})
    .from(customerContacts)
    .where(eq(customerContacts.orderId, orderId))
  return Boolean(contact?.email)
}
