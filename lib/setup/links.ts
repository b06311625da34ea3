import {and, eq, isNull, ne, sql} from 'drizzle-orm'
import {hashToken, mintToken} from '../crypto/tokens.ts'
import type {Transaction} from '../db/database.ts'
import type {Order} from '../db/schema/orders.ts'
import {type SetupLink, setupLinks} from '../db/schema/setup-links.ts'
import {lockOrder} from '../orders/find-order.ts'
import {takesDetails} from '../orders/states.ts'

/**
 * Why a link or a form does not work. `unknown`: it was never given out, or a newer form took its place. `revoked`: a newer
 * link was sent. `expired`: its days are over. `submitted`: the form was sent already. `closed`: the order was refunded or
 * is not paid.
 */
export type LinkRefusal = 'unknown' | 'revoked' | 'expired' | 'submitted' | 'closed'

export type LinkResult = {ok: true; link: SetupLink; order: Order} | {ok: false; reason: LinkRefusal}

/** Days that a link works. */
const LINK_DAYS = 14

/**
 * Mints a link for one mail and revokes those of all other mails. A mail that is sent again gets a further link, and
 * the one of its first copy stays good: the client may have received either.
 *
 * @returns the token that goes into the mail; only its hash is kept.
 */
export async function issueSetupLink(
  transaction: Transaction,
  orderId: string,
  outboxId: string,
): Promise<string> {
  const {token, hash} = mintToken()
  await transaction
    .update(setupLinks)
    .set({revokedAt: sql`now()`, continuationHash: null})
    .where(
      and(eq(setupLinks.orderId, orderId), ne(setupLinks.outboxId, outboxId), isNull(setupLinks.revokedAt)),
    )
  await transaction.insert(setupLinks).values({
    orderId,
    outboxId,
    tokenHash: hash,
    expiresAt: sql`now() + make_interval(days => ${LINK_DAYS})`,
  })
  return token
}

/** The address that the mail links to. The token stands in the query, which is logged nowhere. */
export function setupAddress(siteUrl: string, token: string): string {
  return `${siteUrl}/setup?link=${token}`
}

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
