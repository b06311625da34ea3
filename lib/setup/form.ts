import {eq, sql} from 'drizzle-orm'
import type {Commerce} from '../context.ts'
import {mintToken} from '../crypto/tokens.ts'
import type {Transaction} from '../db/database.ts'
import {serviceRecords, setupLinks} from '../db/schema.ts'
import {changeOrder} from '../orders/store.ts'
import {enqueueMail} from '../outbox.ts'
import {checkDetails, type FieldProblems, missingDetails, SETUP_FIELDS} from './fields.ts'
import {findLink, type LinkRefusal} from './links.ts'
import {readServiceData, writeServiceData} from './service-data.ts'

/** What the form shows when it is opened again. Of a secret only that there is one. */
export type Draft = {values: Record<string, string>; savedSecrets: string[]}

/** Takes out of opened service data what may be shown. */
export function draftOf(data: ReadonlyMap<string, string>): Draft {
  const draft: Draft = {values: {}, savedSecrets: []}
  for (const [name, {kind}] of SETUP_FIELDS) {
    const value = data.get(name)
    if (!value) continue
    if (kind === 'secret') draft.savedSecrets.push(name)
    else draft.values[name] = value
  }
  return draft
}

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

export type SaveSetupResult =
  /** Saved. With problems, those fields were not, and a form that was to be sent was not sent. */
  | (OpenForm & {submitted: false; problems: FieldProblems})
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
