import {isDeepStrictEqual} from 'node:util'
import {and, eq, inArray, sql} from 'drizzle-orm'
import {appendAudit} from '../audit.ts'
import type {Commerce} from '../commerce.ts'
import type {Database, Executor} from '../db/database.ts'
import {
  contactMessages,
  customerContacts,
  erasures,
  type PrivacyRequest,
  privacyRequests,
  privacyStripeTasks,
  type WantedContact,
} from '../db/schema.ts'
import {type CorrectableField, MAX_WORDS_CHARACTERS} from '../format/forms.ts'
import {severalLines} from '../format/text.ts'
import {describeStripeError} from '../stripe.ts'
import {
  type Change,
  type CheckedCorrection,
  checkCorrection,
  correctHeldData,
  currentContact,
} from './correct.ts'
import {eraseHeldData} from './erase.ts'
import {exportPerson, type PersonExport} from './export.ts'
import {findPerson, type Hold, hashOfAddress} from './find.ts'
import {
  endRequest,
  findRequest,
  forgetAddresses,
  insertRequest,
  lockRequest,
  type ProvedRequest,
  proved,
  queueRequestMail,
  remindOwner,
} from './requests.ts'
import {runStripeTasks} from './stripe-tasks.ts'

// What a person asks for is done here: at once where it can be, and by the workers where Stripe or a hold takes time. Each
// step writes its fact and what follows from it in one transaction, so that a process may end after any of them.

type Parts = Pick<Commerce, 'db' | 'stripe' | 'keys' | 'log'>

// See

/**
 * Reads everything that is held about a person who has proved their address, to be shown to them; then their request is done.
 *
 * @throws what Stripe throws when it cannot be asked; the request then stays open
 */
export async function showPerson(
  parts: Pick<Parts, 'db' | 'stripe' | 'keys'>,
  {id, email}: ProvedRequest,
): Promise<PersonExport> {
  const exported = await exportPerson(parts, email)
  await parts.db.transaction((transaction) =>
    endRequest(transaction, id, {actor: 'person', receipt: 'shown'}),
  )
  return exported
}

// Correct

/** Checks a correction and keeps it until it is confirmed. */
export async function proposeCorrection(
  db: Database,
  requestId: string,
  typed: Readonly<Record<string, string>>,
): Promise<CheckedCorrection | {ok: false; reason: 'over'}> {
  return db.transaction(async (transaction) => {
    const request = proved(await lockRequest(transaction, requestId))
    if (request?.state !== 'open' || request.kind !== 'correction') return {ok: false, reason: 'over'}
    const checked = await checkCorrection(transaction, request.email, typed)
    const wanted = checked.ok ? checked.wanted : null
    await transaction.update(privacyRequests).set({wanted}).where(eq(privacyRequests.id, requestId))
    return checked
  })
}

/** `new-address`: a link went to the new address, and the correction waits for it. */
export type Confirmed = 'corrected' | 'new-address' | 'over'

/**
 * Carries out a correction that was proposed. A new address must be proved first.
 *
 * @param isNewAddressProved whether the link that was mailed there is what led here
 */
export async function confirmCorrection(
  db: Database,
  requestId: string,
  isNewAddressProved = false,
): Promise<Confirmed> {
  return db.transaction(async (transaction): Promise<Confirmed> => {
    const request = proved(await lockRequest(transaction, requestId))
    if (request?.state !== 'open' || request.wanted === null) return 'over'
    if (request.wanted.email !== undefined && !isNewAddressProved) {
      await queueRequestMail(transaction, requestId, 'privacy_new_address')
      return 'new-address'
    }
    const {email: address, wanted} = request
    await correctHeldData(transaction, {address, wanted, actor: 'person', requestId})
    const email = wanted.email ?? address
    await transaction.update(privacyRequests).set({email}).where(eq(privacyRequests.id, requestId))
    await endRequest(transaction, requestId, {actor: 'person', receipt: 'corrected'})
    return 'corrected'
  })
}

type Correction = {
  address: string
  wanted: WantedContact
  /** The contact details that the owner saw. When they are others meanwhile, nothing is done. */
  shown?: Readonly<Record<CorrectableField, string>>
  actor: string
}

/**
 * Corrects what is held about a person on the owner's word, who is sure who asks.
 *
 * @returns what was changed, with the number of the request; or why nothing was
 */
export async function correctPerson(
  {db}: Pick<Commerce, 'db'>,
  {address, wanted: typed, shown, actor}: Correction,
): Promise<
  | {ok: true; requestId: string; changes: Change[]; orderIds: string[]}
  | {ok: false; reason: 'changed-meanwhile'}
  | Exclude<CheckedCorrection, {ok: true}>
> {
  return db.transaction(async (transaction) => {
    if (shown && !isDeepStrictEqual(await currentContact(transaction, address), shown))
      return {ok: false, reason: 'changed-meanwhile'}
    const checked = await checkCorrection(transaction, address, typed)
    if (!checked.ok) return checked
    const {wanted, changes} = checked
    const now = new Date()
    const request = await insertRequest(transaction, {
      ...{kind: 'correction', state: 'open', verifiedAt: now},
      email: wanted.email ?? address,
    })
    const orderIds = await correctHeldData(transaction, {address, wanted, actor, requestId: request.id})
    await endRequest(transaction, request.id, {actor, receipt: 'corrected'})
    return {ok: true, requestId: request.id, changes, orderIds}
  })
}

// Delete

/** Begins a deletion that the person has confirmed, and does what can be done at once. */
export async function confirmDeletion(parts: Parts, requestId: string): Promise<'erasing' | 'over'> {
  const begun = await parts.db.transaction(async (transaction) => {
    const {state, kind} = await lockRequest(transaction, requestId)
    if (state !== 'open' || kind !== 'deletion') return state === 'erasing'
    await transaction
      .update(privacyRequests)
      .set({state: 'erasing', confirmedAt: new Date()})
      .where(eq(privacyRequests.id, requestId))
    await queueRequestMail(transaction, requestId, 'privacy_receipt', 'erasing')
    await appendAudit(transaction, {actor: 'person', action: 'deletion confirmed', about: requestId})
    return true
  })
  if (!begun) return 'over'
  // The worker does the same within a minute, should this fail or fall.
  await advanceErasure(parts, requestId).catch((error: unknown) =>
    parts.log.warn({requestId, ...describeStripeError(error)}, 'a deletion goes on later'),
  )
  return 'erasing'
}

/**
 * Erases a person on the owner's word, who is sure who asks.
 *
 * @returns the number of the request, and what must stay for now
 */
export async function erasePerson(
  parts: Parts,
  {address, actor}: {address: string; actor: string},
): Promise<{requestId: string; holds: Hold[]}> {
  const request = await parts.db.transaction(async (transaction) => {
    const now = new Date()
    const request = await insertRequest(transaction, {
      ...{kind: 'deletion', state: 'erasing', email: address.trim()},
      ...{receivedAt: now, verifiedAt: now, confirmedAt: now},
    })
    await queueRequestMail(transaction, request.id, 'privacy_receipt', 'erasing')
    await appendAudit(transaction, {actor, action: 'deletion confirmed', about: request.id})
    return request
  })
  return {requestId: request.id, holds: await advanceErasure(parts, request.id, actor)}
}

/**
 * Takes a deletion as far as it goes now: erases what is not held, and ends the request when Stripe has done its part. Safe to
 * repeat at any time.
 *
 * @returns what is still held
 * @throws what Stripe throws when it cannot be asked
 */
export async function advanceErasure(parts: Parts, requestId: string, actor = 'person'): Promise<Hold[]> {
  const {db} = parts
  const found = await findRequest(db, requestId)
  const request = found && proved(found)
  if (request?.state !== 'erasing' || request.confirmedAt === null) return []
  const before = request.confirmedAt
  const tasks = await redactions(db, requestId)
  const {holds} =
    tasks.length > 0
      ? {holds: []}
      : await eraseHeldData(parts, {address: request.email, actor, requestId, before})
  if (holds.length > 0) return holds
  const all = await redactions(db, requestId)
  if (all.some(({status}) => status === 'by_hand'))
    await queueRequestMail(db, requestId, 'owner_privacy_request')
  if (all.every(({status}) => status === 'done'))
    await db.transaction((transaction) => endRequest(transaction, requestId, {actor, receipt: 'erased'}))
  return []
}

function redactions(db: Executor, requestId: string) {
  return db
    .select()
    .from(privacyStripeTasks)
    .where(and(eq(privacyStripeTasks.requestId, requestId), eq(privacyStripeTasks.kind, 'redact')))
}

// A child's data

/** Hands what a parent wrote over to the owner, with the clock running. */
export async function handOverWords(
  db: Database,
  requestId: string,
  typed: string,
): Promise<'received' | 'empty' | 'too-long' | 'over'> {
  const words = severalLines(typed)
  if (words === '') return 'empty'
  if (words.length > MAX_WORDS_CHARACTERS) return 'too-long'
  return db.transaction(async (transaction) => {
    const {state, kind, words: earlier} = await lockRequest(transaction, requestId)
    if (state !== 'open' || kind !== 'child' || earlier !== null) return 'over'
    await transaction.update(privacyRequests).set({words}).where(eq(privacyRequests.id, requestId))
    await queueRequestMail(transaction, requestId, 'owner_privacy_request')
    await queueRequestMail(transaction, requestId, 'privacy_receipt', 'received')
    await appendAudit(transaction, {actor: 'person', action: 'request handed over', about: requestId})
    return 'received'
  })
}

// Without a visitor

/** Takes every request a step further: Stripe's part, deletions, reminders, addresses that are no longer needed. */
export async function advanceRequests(parts: Parts): Promise<void> {
  const {db, log} = parts
  await runStripeTasks(parts)
  const running = await db
    .select({id: privacyRequests.id})
    .from(privacyRequests)
    .where(eq(privacyRequests.state, 'erasing'))
    .orderBy(privacyRequests.receivedAt)
  for (const {id} of running) {
    await advanceErasure(parts, id).catch((error: unknown) =>
      log.error({requestId: id, ...describeStripeError(error)}, 'a deletion could not go on'),
    )
  }
  await remindOwner(db)
  await forgetAddresses(db)
}

/** An erased address as it is kept outside the database, where a restored backup cannot lose it. */
export type RememberedErasure = {emailHash: string; keyId: string; erasedAt: Date}

/** Every erased address, as keyed hashes, to be kept beside the backups. */
export function listErasures(db: Executor): Promise<RememberedErasure[]> {
  const {emailHash, keyId, erasedAt} = erasures
  return db.select({emailHash, keyId, erasedAt}).from(erasures).orderBy(erasedAt)
}

/**
 * Begins to erase again what a restored backup has brought back: contact details and messages of erased people that are older
 * than their erasure.
 *
 * @param remembered erasures that the restored database does not know
 * @returns the numbers of the requests that carry it out
 */
export async function eraseAgain(
  {db, keys, log}: Parts,
  actor: string,
  remembered: readonly RememberedErasure[] = [],
): Promise<string[]> {
  const known = [...(await listErasures(db)), ...remembered].filter(({keyId}) => keys.keys.has(keyId))
  const addresses = known.length === 0 ? [] : await heldAddresses(db)
  const begun: string[] = []
  for (const {emailHash, keyId, erasedAt} of known) {
    const email = addresses.find((held) => hashOfAddress(keys, held, keyId) === emailHash)
    if (email === undefined) continue
    const {orderIds, messageIds, requestIds} = await findPerson(db, keys, email, erasedAt)
    const isHeld = orderIds.length + messageIds.length > 0
    if (!isHeld || (await isBeingErased(db, requestIds))) continue
    const request = await db.transaction(async (transaction): Promise<PrivacyRequest> => {
      // Without a day on which the address was proved: no mail goes to the person, who was told before.
      const values = {kind: 'deletion', state: 'erasing', email, confirmedAt: erasedAt} as const
      const inserted = await insertRequest(transaction, values)
      await appendAudit(transaction, {actor, action: 'erased again after a restore', about: inserted.id})
      return inserted
    })
    log.warn({requestId: request.id}, 'what a backup brought back is erased again')
    begun.push(request.id)
  }
  return begun
}

async function heldAddresses(db: Executor): Promise<string[]> {
  const ofContacts = await db.selectDistinct({email: customerContacts.email}).from(customerContacts)
  const ofMessages = await db.selectDistinct({email: contactMessages.email}).from(contactMessages)
  return [...new Set([...ofContacts, ...ofMessages].flatMap(({email}) => email?.toLowerCase() ?? []))]
}

async function isBeingErased(db: Executor, requestIds: string[]): Promise<boolean> {
  const running = await db
    .select({one: sql`1`})
    .from(privacyRequests)
    .where(and(inArray(privacyRequests.id, requestIds), eq(privacyRequests.state, 'erasing')))
  return running.length > 0
}
