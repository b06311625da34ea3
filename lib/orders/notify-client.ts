import {and, count, eq} from 'drizzle-orm'
import type {Commerce} from '../commerce/context.ts'
import {outbox} from '../db/schema/outbox.ts'
import {enqueueMail} from '../outbox/enqueue-mail.ts'
import {takesDetails} from '../setup/takes-details.ts'
import {findOrder, lockOrder} from './find-order.ts'

export type NotifyResult = {ok: true; queued: boolean} | {ok: false; reason: 'unknown-order' | 'form-closed'}

/** Queues a mail that tells the client where their order stands. Asked again in the same state and version, none. */
export async function notifyClient({db}: Pick<Commerce, 'db'>, orderId: string): Promise<NotifyResult> {
  const order = await findOrder(db, orderId)
  if (order === undefined) return {ok: false, reason: 'unknown-order'}
  const dedupeKey = `order_state:${orderId}:${order.state}:${order.version}`
  return {
    ok: true,
    queued: await enqueueMail(db, {purpose: 'order_state', orderId, subject: order.state, dedupeKey}),
  }
}

/** Queues a mail with a new link to the set-up form; when it goes out, older links stop working. */
export async function resendSetupLink({db}: Pick<Commerce, 'db'>, orderId: string): Promise<NotifyResult> {
  if ((await findOrder(db, orderId)) === undefined) return {ok: false, reason: 'unknown-order'}
  return db.transaction(async (transaction): Promise<NotifyResult> => {
    const order = await lockOrder(transaction, orderId)
    if (!takesDetails(order)) return {ok: false, reason: 'form-closed'}
    const [{sent} = {sent: 0}] = await transaction
      .select({sent: count()})
      .from(outbox)
      .where(and(eq(outbox.orderId, orderId), eq(outbox.purpose, 'setup_link'), eq(outbox.status, 'sent')))
    // Pressed twice before the first is out, it is one mail.
    const dedupeKey = `setup_link:${orderId}:${sent + 1}`
    return {ok: true, queued: await enqueueMail(transaction, {purpose: 'setup_link', orderId, dedupeKey})}
  })
}
