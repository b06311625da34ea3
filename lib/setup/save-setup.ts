import {eq, sql} from 'drizzle-orm'
import type {Commerce} from '../commerce/context.ts'
import type {Transaction} from '../db/database.ts'
import {serviceRecords} from '../db/schema/service-data.ts'
import {setupLinks} from '../db/schema/setup-links.ts'
import {changeOrder} from '../orders/change-order.ts'
import {enqueueMail} from '../outbox/enqueue-mail.ts'
import {checkDetails, missingDetails, type Problems} from './check-details.ts'
import {draftOf} from './draft.ts'
import {findLink, type LinkRefusal} from './find-link.ts'
import {type OpenForm, rotateContinuation} from './open-setup.ts'
import {readServiceData, writeServiceData} from './service-data.ts'

export type SaveSetupResult =
  /** Saved. With problems, those fields were not, and a form that was to be sent was not sent. */
  | (OpenForm & {submitted: false; problems: Problems})
  | {ok: true; orderId: string; submitted: true}
  | {ok: false; reason: LinkRefusal}

/**
 * Saves what a client filled in so far, and sends it off when `submit` is set and nothing is missing. Each call uses up
 * the continuation; a second sending of the same form is `unknown`, and the link of the mail leads back to what was saved.
 */
export async function saveSetup(
  {db, keys}: Pick<Commerce, 'db' | 'keys'>,
  continuation: string,
  sent: Readonly<Record<string, string>>,
  submit: boolean,
): Promise<SaveSetupResult> {
  return db.transaction(async (transaction): Promise<SaveSetupResult> => {
    const found = await findLink(transaction, 'continuationHash', continuation)
    if (!found.ok) return found
    const {order, link} = found
    const {values, problems} = checkDetails(sent)
    await writeServiceData(transaction, keys, order.id, values)
    const data = await readServiceData(transaction, keys, order.id)
    if (submit && Object.keys(problems).length === 0) {
      Object.assign(
        problems,
        missingDetails((name) => Boolean(data.get(name))),
      )
      if (Object.keys(problems).length === 0) {
        await closeForm(transaction, order.id)
        return {ok: true, orderId: order.id, submitted: true}
      }
    }
    return {
      ok: true,
      orderId: order.id,
      submitted: false,
      problems,
      continuation: await rotateContinuation(transaction, link.id),
      draft: draftOf(data),
    }
  })
}

async function closeForm(transaction: Transaction, orderId: string): Promise<void> {
  await changeOrder(transaction, orderId, {detailsAt: new Date()})
  await transaction
    .update(serviceRecords)
    .set({submittedAt: sql`now()`})
    .where(eq(serviceRecords.orderId, orderId))
  await transaction.update(setupLinks).set({continuationHash: null}).where(eq(setupLinks.orderId, orderId))
  const purpose = 'owner_details_received'
  await enqueueMail(transaction, {purpose, orderId, dedupeKey: `${purpose}:${orderId}`})
}
