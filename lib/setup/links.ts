import {eq} from 'drizzle-orm'
import {hashToken} from '../crypto/tokens.ts'
import type {Transaction} from '../db/database.ts'
import {type Order, type SetupLink, setupLinks} from '../db/schema.ts'
import {takesDetails} from '../orders/states.ts'
import {lockOrder} from '../orders/store.ts'

/**
 * Why a link or a form does not work. `unknown`: it was never given out, or a newer form took its place. `revoked`: a newer
 * link was sent. `expired`: its days are over. `submitted`: the form was sent already. `closed`: the order was refunded or
 * is not paid.
 */
export type LinkRefusal = 'unknown' | 'revoked' | 'expired' | 'submitted' | 'closed'

export type LinkResult = {ok: true; link: SetupLink; order: Order} | {ok: false; reason: LinkRefusal}

/** Finds a link by what a client has of it, and locks it and its order until the transaction ends. */
export async function findLink(
  transaction: Transaction,
  by: 'tokenHash' | 'continuationHash',
  token: string,
): Promise<LinkResult> {
  const condition = eq(setupLinks[by], hashToken(token))
  const [found] = await transaction.select({orderId: setupLinks.orderId}).from(setupLinks).where(condition)
  if (found === undefined) return {ok: false, reason: 'unknown'}
  // The order first, as everywhere: two transactions then never wait for each other in a circle.
  const order = await lockOrder(transaction, found.orderId)
  const [link] = await transaction.select().from(setupLinks).where(condition).for('update')
  if (link === undefined) return {ok: false, reason: 'unknown'}
  const reason = refusal(link, order)
  return reason === undefined ? {ok: true, link, order} : {ok: false, reason}
}

function refusal(link: SetupLink, order: Order): LinkRefusal | undefined {
  if (order.detailsAt !== null) return 'submitted'
  if (link.revokedAt !== null) return 'revoked'
  if (link.expiresAt.getTime() <= Date.now()) return 'expired'
  return takesDetails(order) ? undefined : 'closed'
}
