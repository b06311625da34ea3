import {and, count, eq} from 'drizzle-orm'
import type {Commerce} from '../context.ts'
import type {Executor} from '../db/database.ts'
import {type OrderState, outbox, refunds} from '../db/schema.ts'
import {enqueueAgain} from '../outbox.ts'
import {takesDetails} from './states.ts'
import {findContact, findOrder, lockOrder, type MoveResult, moveOrder} from './store.ts'

/** The step of the set-up that follows each state. */
const NEXT_STATE: Partial<Record<OrderState, OrderState>> = {
  paid: 'awaiting_details',
  awaiting_details: 'in_set_up',
  in_set_up: 'live',
}

export type AdvanceResult =
  | {ok: true; from: OrderState; to: OrderState}
  | {ok: false; reason: 'unknown-order' | 'nothing-follows' | 'refund-under-way' | 'details-missing'}

export type AdvanceOptions = {
  /** Begin the set-up though the client has not sent the form: the owner has what it needs by other means. */
  withoutDetails?: boolean
}

/** Moves an order to the next step of its set-up, on the owner's word. */
export async function advanceOrder(
  {db}: Pick<Commerce, 'db'>,
  orderId: string,
  {withoutDetails = false}: AdvanceOptions = {},
): Promise<AdvanceResult> {
  if ((await findOrder(db, orderId)) === undefined) return {ok: false, reason: 'unknown-order'}
  return db.transaction(async (transaction): Promise<AdvanceResult> => {
    const order = await lockOrder(transaction, orderId)
    const to = NEXT_STATE[order.state]
    if (to === undefined) return {ok: false, reason: 'nothing-follows'}
    if (to === 'in_set_up' && order.detailsAt === null && !withoutDetails)
      return {ok: false, reason: 'details-missing'}
    const underWay = await transaction
      .select({orderId: refunds.orderId})
      .from(refunds)
      .where(and(eq(refunds.orderId, orderId), eq(refunds.status, 'requested')))
    if (underWay.length > 0) return {ok: false, reason: 'refund-under-way'}
    const moved: MoveResult = await moveOrder(transaction, order, {to, cause: 'owner', detail: 'advanced'})
    return moved.ok ? {ok: true, from: order.state, to} : {ok: false, reason: 'nothing-follows'}
  })
}

/** `waiting`, `sent`: such a mail was queued before, and is not out yet, or is. `no-address`: the client has none, or was erased. */
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
  return Boolean((await findContact(db, orderId))?.email)
}
