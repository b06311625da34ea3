import {eq} from 'drizzle-orm'
import {hashToken} from '../crypto/tokens.ts'
import type {Executor, Transaction} from '../db/database.ts'
import {type Order, type SetupLink, setupLinks} from '../db/schema.ts'
import {takesDetails} from '../orders/states.ts'
import {findOrder, lockOrder} from '../orders/store.ts'

/**
 * Why a link or a form does not work. `unknown`: it was never given out. `revoked`: a newer
 * link was sent. `expired`: its days are over. `submitted`: the form was sent already. `closed`: the order was refunded or
 * is not paid.
 */
export type LinkRefusal = 'unknown' | 'revoked' | 'expired' | 'submitted' | 'closed'

export type LinkResult =
  | {ok: true; order: Order}
  /** The form is in, and the link itself would still work. */
  | {ok: false; reason: 'submitted'; order: Order}
  | {ok: false; reason: LinkRefusal}

/** Finds a link and its order by the token that a client has. */
export async function findLink(db: Executor, token: string): Promise<LinkResult> {
  const [link] = await db
    .select()
    .from(setupLinks)
    .where(eq(setupLinks.tokenHash, hashToken(token)))
  const order = link && (await findOrder(db, link.orderId))
  return resultOf(link, order)
}

/** Finds a link and its order likewise, and locks both until the transaction ends. */
export async function lockLink(transaction: Transaction, token: string): Promise<LinkResult> {
  const condition = eq(setupLinks.tokenHash, hashToken(token))
  const [found] = await transaction.select({orderId: setupLinks.orderId}).from(setupLinks).where(condition)
  if (found === undefined) return {ok: false, reason: 'unknown'}
  // The order first, as everywhere: two transactions then never wait for each other in a circle.
  const order = await lockOrder(transaction, found.orderId)
  const [link] = await transaction.select().from(setupLinks).where(condition).for('update')
  return resultOf(link, order)
}

function resultOf(link: SetupLink | undefined, order: Order | undefined): LinkResult {
  if (link === undefined || order === undefined) return {ok: false, reason: 'unknown'}
  const isOver =
    link.revokedAt !== null ? 'revoked' : link.expiresAt.getTime() <= Date.now() ? 'expired' : undefined
  if (order.detailsAt !== null && isOver === undefined) return {ok: false, reason: 'submitted', order}
  if (order.detailsAt !== null) return {ok: false, reason: 'submitted'}
  if (isOver !== undefined) return {ok: false, reason: isOver}
  return takesDetails(order) ? {ok: true, order} : {ok: false, reason: 'closed'}
}
