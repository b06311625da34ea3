import {and, eq, ne} from 'drizzle-orm'
import type {Commerce} from '../context.ts'
import {type OrderState, refunds} from '../db/schema.ts'
import {findOrder, lockOrder} from './find-order.ts'
import {type MoveResult, moveOrder} from './move-order.ts'

/** The step of the set-up that follows each state. */
const NEXT: Partial<Record<OrderState, OrderState>> = {
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
    const to = NEXT[order.state]
    if (to === undefined) return {ok: false, reason: 'nothing-follows'}
    if (to === 'in_set_up' && order.detailsAt === null && !withoutDetails)
      return {ok: false, reason: 'details-missing'}
    const wishes = await transaction
      .select({orderId: refunds.orderId})
      .from(refunds)
      .where(and(eq(refunds.orderId, orderId), ne(refunds.status, 'failed')))
    if (wishes.length > 0) return {ok: false, reason: 'refund-under-way'}
    const moved: MoveResult = await moveOrder(transaction, order, {to, cause: 'owner', detail: 'advanced'})
    return moved.ok ? {ok: true, from: order.state, to} : {ok: false, reason: 'nothing-follows'}
  })
}
