import {eq} from 'drizzle-orm'
import type {Commerce} from '../commerce/context.ts'
import {mintToken} from '../crypto/tokens.ts'
import type {Transaction} from '../db/database.ts'
import {setupLinks} from '../db/schema/setup-links.ts'
import {type Draft, draftOf} from './draft.ts'
import {findLink, type LinkRefusal} from './find-link.ts'
import {readServiceData} from './service-data.ts'

/** The form as it is to be shown. `continuation` goes into a hidden field and is good for one sending. */
export type OpenForm = {ok: true; orderId: string; continuation: string; draft: Draft}
export type OpenSetupResult = OpenForm | {ok: false; reason: LinkRefusal}

/**
 * Opens the set-up form by the link of a mail. To be called on POST only: mail scanners fetch every link. A form that is open elsewhere
 * can then no longer be saved.
 */
export async function openSetup(
  {db, keys}: Pick<Commerce, 'db' | 'keys'>,
  token: string,
): Promise<OpenSetupResult> {
  return db.transaction(async (transaction): Promise<OpenSetupResult> => {
    const found = await findLink(transaction, 'tokenHash', token)
    if (!found.ok) return found
    const {order, link} = found
    const continuation = await rotateContinuation(transaction, link.id)
    return {
      ok: true,
      orderId: order.id,
      continuation,
      draft: draftOf(await readServiceData(transaction, keys, order.id)),
    }
  })
}

/** Replaces what the next sending of the form must show. */
export async function rotateContinuation(transaction: Transaction, linkId: string): Promise<string> {
  const {token, hash} = mintToken()
  await transaction.update(setupLinks).set({continuationHash: hash}).where(eq(setupLinks.id, linkId))
  return token
}
