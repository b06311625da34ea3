import {and, eq, isNull, ne, sql} from 'drizzle-orm'
import {mintToken} from '../crypto/tokens.ts'
import type {Transaction} from '../db/database.ts'
import {setupLinks} from '../db/schema.ts'

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
