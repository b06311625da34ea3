import {and, count, eq} from 'drizzle-orm'
import type {Commerce} from '../commerce.ts'
import type {Executor} from '../db/database.ts'
import {type Order, type OrderState, outbox, refunds} from '../db/schema.ts'
import {enqueueAgain} from '../outbox.ts'
import {takesDetails} from './states.ts'
import {findContact, findOrder, lockOrder, type MoveResult, moveOrder} from './store.ts'

/** The step of the set-up that follows each state. */
const NEXT_STATE: Partial<Record<OrderState, OrderState>> = {
  paid: 'awaiting_details',
  awaiting_details: 'in_set_up',
  in_set_up: 'live',
}

/** The step that the owner can take back, for each state. That work has begun is then no longer said of the order. */
const STATE_BEFORE: Partial<Record<OrderState, OrderState>> = {
  in_set_up: 'awaiting_details',
  live: 'in_set_up',
}

/** `changed-meanwhile`: the order is not as the owner saw it any more, so nothing was done. */
export type AdvanceResult =
  | {ok: true; from: OrderState; to: OrderState}
  | {
      ok: false
      reason:
        | 'unknown-order'
        | 'nothing-follows'
        | 'refund-under-way'
        | 'details-missing'
        | 'changed-meanwhile'
    }

type SeenOrder = {
  /** The version of the order that the owner has before their eyes. Left out, any is right. */
  version?: number | undefined
}

export type AdvanceOptions = SeenOrder & {
  /** Begin the set-up though the client has not sent the form: the owner has what it needs by other means. */
  withoutDetails?: boolean
}

export const nextState = (state: OrderState) => NEXT_STATE[state]
export const stateBefore = (state: OrderState) => STATE_BEFORE[state]

/** Moves an order to the next step of its set-up, on the owner's word. */
export async function advanceOrder(
  {db}: Pick<Commerce, 'db'>,
  orderId: string,
  {withoutDetails = false, version}: AdvanceOptions = {},
): Promise<AdvanceResult> {
  if ((await findOrder(db, orderId)) === undefined) return {ok: false, reason: 'unknown-order'}
  return db.transaction(async (transaction): Promise<AdvanceResult> => {
    const order = await lockOrder(transaction, orderId)
    if (hasChanged(order, version)) return {ok: false, reason: 'changed-meanwhile'}
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

export type MoveBackResult =
  | {ok: true; to: OrderState}
  | {ok: false; reason: 'unknown-order' | 'nothing-before' | 'changed-meanwhile'}

/** Takes back the last step of an order's set-up, on the owner's word. Mail that has gone out stays out. */
export async function moveOrderBack(
  {db}: Pick<Commerce, 'db'>,
  orderId: string,
  {version}: SeenOrder = {},
): Promise<MoveBackResult> {
  if ((await findOrder(db, orderId)) === undefined) return {ok: false, reason: 'unknown-order'}
  return db.transaction(async (transaction): Promise<MoveBackResult> => {
    const order = await lockOrder(transaction, orderId)
    if (hasChanged(order, version)) return {ok: false, reason: 'changed-meanwhile'}
    const to = STATE_BEFORE[order.state]
    if (to === undefined) return {ok: false, reason: 'nothing-before'}
    await moveOrder(transaction, order, {to, cause: 'owner', detail: 'taken back'})
    return {ok: true, to}
  })
}

function hasChanged(order: Pick<Order, 'version'>, version: number | undefined): boolean {
  return version !== undefined && order.version !== version
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
