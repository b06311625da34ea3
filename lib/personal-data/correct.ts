import {eq} from 'drizzle-orm'
import {z} from 'zod'
import {appendAudit} from '../audit.ts'
import type {Executor, Transaction} from '../db/database.ts'
import {customerContacts, privacyStripeTasks, type WantedContact} from '../db/schema.ts'
import {containsCardNumber} from '../format/card-number.ts'
import {CORRECTABLE, CORRECTABLE_FIELDS, type CorrectableField} from '../format/forms.ts'
import {oneLine} from '../format/text.ts'
import {changeOrder, lockOrder} from '../orders/store.ts'
import {isAddress} from './find.ts'

/** One value that is to change, as it is and as it will be. */
export type Change = {field: CorrectableField; before: string; after: string}

export type CheckedCorrection =
  | {ok: true; wanted: WantedContact; changes: Change[]}
  | {ok: false; reason: 'problems'; problems: Partial<Record<CorrectableField, string>>}
  /** Everything is as it was typed already. */
  | {ok: false; reason: 'unchanged'}
  /** No order has contact details of this person. */
  | {ok: false; reason: 'nothing-held'}

/** The contact details of a person as they are now: those of their newest order. */
export async function currentContact(
  db: Executor,
  address: string,
): Promise<Record<CorrectableField, string> | undefined> {
  const rows = await db.select().from(customerContacts).where(isAddress(customerContacts.email, address))
  const [newest] = rows.sort((a, b) => b.updatedAt.getTime() - a.updatedAt.getTime())
  if (newest === undefined) return undefined
  const {name, businessName, email, phone} = newest
  return {name: name ?? '', businessName: businessName ?? '', email: email ?? '', phone: phone ?? ''}
}

/** Compares what was typed with what is held. A field that is left out stays as it is; none can be emptied. */
export async function checkCorrection(
  db: Executor,
  address: string,
  typed: Readonly<Partial<Record<CorrectableField, string>>>,
): Promise<CheckedCorrection> {
  const current = await currentContact(db, address)
  if (current === undefined) return {ok: false, reason: 'nothing-held'}
  const problems: Partial<Record<CorrectableField, string>> = {}
  const changes: Change[] = []
  for (const field of CORRECTABLE_FIELDS) {
    const after = oneLine(typed[field] ?? current[field])
    const before = current[field]
    if (after === before) continue
    const problem = findProblem(field, after)
    if (problem === undefined) changes.push({field, before, after})
    else problems[field] = problem
  }
  if (Object.keys(problems).length > 0) return {ok: false, reason: 'problems', problems}
  if (changes.length === 0) return {ok: false, reason: 'unchanged'}
  return {ok: true, changes, wanted: Object.fromEntries(changes.map(({field, after}) => [field, after]))}
}

function findProblem(field: CorrectableField, value: string): string | undefined {
  const {max} = CORRECTABLE[field]
  if (value === '') return 'Please write what it should be. To have it deleted, ask for a deletion.'
  if (value.length > max) return `Please use at most ${max} characters. These are ${value.length}.`
  if (field === 'phone')
    return /^[+\d][\d ().-]*$/.test(value) && (value.match(/\d/g) ?? []).length >= 7
      ? undefined
      : 'Please write a phone number with its area code.'
  if (containsCardNumber(value))
    return 'This looks like a card number. Please take it out: we never need one.'
  if (field === 'email' && !z.email().safeParse(value).success)
    return 'Please write a whole e-mail address, such as ann@example.com.'
  return undefined
}

/**
 * Corrects the contact details of every order of a person, and notes that Stripe is to be told. To be called in the transaction
 * of what it follows from.
 *
 * @returns the orders that were changed
 */
export async function correctHeldData(
  transaction: Transaction,
  {
    address,
    wanted,
    actor,
    requestId,
  }: {address: string; wanted: WantedContact; actor: string; requestId: string},
): Promise<string[]> {
  const rows = await transaction
    .select({orderId: customerContacts.orderId})
    .from(customerContacts)
    .where(isAddress(customerContacts.email, address))
    .orderBy(customerContacts.orderId)
  const corrected: string[] = []
  const customers = new Set<string>()
  for (const {orderId} of rows) {
    await lockOrder(transaction, orderId)
    const [changed] = await transaction
      .update(customerContacts)
      .set({...wanted, updatedAt: new Date()})
      .where(eq(customerContacts.orderId, orderId))
      .returning()
    // The version tells whoever is asking Stripe about the order that it has changed.
    await changeOrder(transaction, orderId, {})
    if (changed?.stripeCustomerId) customers.add(changed.stripeCustomerId)
    corrected.push(orderId)
  }
  if (customers.size > 0) {
    const objects = {customers: [...customers].sort(), checkout_sessions: [], payment_intents: []}
    await transaction.insert(privacyStripeTasks).values({requestId, kind: 'update', objects})
  }
  await appendAudit(transaction, {actor, action: 'person corrected', about: requestId})
  return corrected
}
