import {and, eq, inArray, isNotNull, isNull, lte, ne, not, sql} from 'drizzle-orm'
import {appendAudit} from '../audit.ts'
import type {Commerce} from '../commerce.ts'
import type {Executor, Transaction} from '../db/database.ts'
import {
  contactMessages,
  customerContacts,
  erasures,
  type Order,
  orderNotes,
  orders,
  outbox,
  ownerLetters,
  privacyRequests,
  privacyStripeTasks,
  type StripeObjects,
  sentMails,
  serviceRecords,
  setupLinks,
} from '../db/schema.ts'
import {findOrder, lockOrder} from '../orders/store.ts'
import {eraseServiceData} from '../setup/service-data.ts'
import {
  findAtStripe,
  findPerson,
  type Hold,
  hashOfAddress,
  holdOfContact,
  isHeld,
  ordersOfSessions,
  type Person,
  paymentRecords,
  type StripePerson,
} from './find.ts'

type Parts = Pick<Commerce, 'db' | 'stripe' | 'keys'>

/** What a deletion will do, to be read before it is confirmed. */
export type ErasurePreview = {
  orders: number
  messages: number
  /** Orders whose set-up form or answers go. */
  setUpForms: number
  /** Whether Stripe will be asked to redact something. */
  isAtStripe: boolean
  /** What is kept, why and until when. */
  holds: Hold[]
  /** Orders that are paid and not finished. Without an address they cannot be delivered. */
  unfinishedOrders: string[]
}

/** Says what a deletion would erase and what it would keep. Changes nothing. */
export async function previewErasure(parts: Parts, address: string): Promise<ErasurePreview> {
  const {db, keys} = parts
  const person = await findPerson(db, keys, address)
  const atStripe = await findAtStripe(parts, person)
  const orderIds = await ownOrders(db, person, atStripe)
  const found = await readOrders(db, orderIds)
  const forms = await db
    .select({id: serviceRecords.orderId})
    .from(serviceRecords)
    .where(and(inArray(serviceRecords.orderId, orderIds), isNotNull(serviceRecords.wrappedKey)))
  return {
    orders: orderIds.length,
    messages: person.messageIds.length,
    setUpForms: forms.length,
    isAtStripe: Object.values(objectsOf(atStripe)).some((ids) => ids.length > 0),
    holds: [
      ...found.map(holdOfContact).filter((hold) => isHeld(hold)),
      ...(await paymentRecords(db, [...orderIds, ...person.keptOrderIds])),
    ],
    unfinishedOrders: found.filter(isUnfinished).map(({id}) => id),
  }
}

export type EraseOptions = {
  address: string
  /** For the audit log: `person`, or an operator. */
  actor: string
  /** The request that this carries out. */
  requestId: string
  /** What came in later stays. */
  before: Date
}

/** `holds`: contact details that stay for now; erase again when they have run out. */
export type Erased = {holds: Hold[]}

/**
 * Erases what the database holds about a person, in one transaction, and notes what Stripe must be asked to redact. Safe to
 * repeat: what is erased already stays so. What is held stays until it is called again after the hold.
 *
 * @throws what Stripe throws when it cannot be asked what it holds; nothing is erased then
 */
export async function eraseHeldData(parts: Parts, options: EraseOptions): Promise<Erased> {
  const {db, keys} = parts
  const {address, before} = options
  const person = await findPerson(db, keys, address, before)
  const atStripe = await findAtStripe(parts, person)
  const candidates = await ownOrders(db, person, atStripe, before)
  return db.transaction(async (transaction) => {
    const holds: Hold[] = []
    for (const orderId of candidates) {
      const hold = await eraseOrder(transaction, orderId, options)
      if (hold) holds.push(hold)
    }
    await transaction
      .delete(contactMessages)
      .where(and(inArray(contactMessages.id, person.messageIds), lte(contactMessages.createdAt, before)))
    await endOtherRequests(transaction, person, options.requestId)
    if (holds.length === 0) await askStripe(transaction, options.requestId, objectsOf(atStripe))
    await rememberErased(transaction, keys, {address, orderIds: candidates, erasedAt: before})
    const {actor, requestId} = options
    await appendAudit(transaction, {actor, action: 'person erased', about: requestId})
    return {holds}
  })
}

/** The orders that are a person's own: by the contact details, or by a session that the database has not heard of yet. */
async function ownOrders(
  db: Executor,
  person: Person,
  atStripe: StripePerson,
  before?: Date,
): Promise<string[]> {
  const ids = new Set(person.orderIds)
  for (const id of ordersOfSessions(atStripe)) {
    const order = await findOrder(db, id)
    if (order === undefined || (before && order.createdAt > before)) continue
    const [contact] = await db.select().from(customerContacts).where(eq(customerContacts.orderId, id))
    // Erased before, or corrected to another address since: not theirs any more.
    if (contact === undefined) ids.add(id)
  }
  return [...ids].sort()
}

/** Every personal column of the contact details; the map's test compares. */
export const EMPTY_CONTACT = {
  name: null,
  businessName: null,
  email: null,
  phone: null,
  stripeCustomerId: null,
}

/** Erases what an order holds of its client, and cancels mail to them. Returns the hold when the contact details must stay. */
async function eraseOrder(
  transaction: Transaction,
  orderId: string,
  {actor, address}: EraseOptions,
): Promise<Hold | undefined> {
  const order = await lockOrder(transaction, orderId)
  const [contact] = await transaction
    .select()
    .from(customerContacts)
    .where(eq(customerContacts.orderId, orderId))
  // Corrected to another address while Stripe was asked.
  if (contact?.email && contact.email.toLowerCase() !== address.trim().toLowerCase()) return undefined
  const [record] = await transaction.select().from(serviceRecords).where(eq(serviceRecords.orderId, orderId))
  if (record?.wrappedKey) await eraseServiceData(transaction, orderId, actor)
  await transaction.delete(setupLinks).where(eq(setupLinks.orderId, orderId))
  const hold = holdOfContact(order)
  if (isHeld(hold)) return hold
  const erased = {...EMPTY_CONTACT, updatedAt: sql`now()`, erasedAt: sql`now()`}
  await transaction
    .insert(customerContacts)
    .values({orderId, ...erased})
    .onConflictDoUpdate({
      target: customerContacts.orderId,
      set: erased,
      setWhere: isNull(customerContacts.erasedAt),
    })
  await eraseWords(transaction, [orderId])
  await transaction
    .delete(outbox)
    .where(
      and(eq(outbox.orderId, orderId), ne(outbox.status, 'sent'), not(sql`${outbox.purpose} like 'owner%'`)),
    )
  return undefined
}

/** Erases what was written about orders: letters, notes, and mail as it went out. */
export async function eraseWords(transaction: Transaction, orderIds: string[]): Promise<void> {
  for (const table of [sentMails, ownerLetters, orderNotes])
    await transaction.delete(table).where(inArray(table.orderId, orderIds))
}

/** Ends what the person asked for otherwise: there is nothing left to see or to correct. A request about a child goes on. */
async function endOtherRequests(
  transaction: Transaction,
  {requestIds}: Person,
  requestId: string,
): Promise<void> {
  await transaction
    .update(privacyRequests)
    .set({state: 'done', endedAt: sql`now()`, email: null, wanted: null, words: null})
    .where(
      and(
        inArray(privacyRequests.id, requestIds),
        ne(privacyRequests.id, requestId),
        inArray(privacyRequests.kind, ['access', 'correction']),
      ),
    )
}

/** Notes once what Stripe is to be asked for. */
async function askStripe(transaction: Transaction, requestId: string, objects: StripeObjects): Promise<void> {
  if (Object.values(objects).every((ids) => ids.length === 0)) return
  const [noted] = await transaction
    .select({id: privacyStripeTasks.id})
    .from(privacyStripeTasks)
    .where(and(eq(privacyStripeTasks.requestId, requestId), eq(privacyStripeTasks.kind, 'redact')))
  if (noted === undefined)
    await transaction.insert(privacyStripeTasks).values({requestId, kind: 'redact', objects})
}

async function rememberErased(
  transaction: Transaction,
  keys: Commerce['keys'],
  {address, orderIds, erasedAt}: {address: string; orderIds: readonly string[]; erasedAt: Date},
): Promise<void> {
  const emailHash = hashOfAddress(keys, address)
  const [known] = await transaction
    .select()
    .from(erasures)
    .where(eq(erasures.emailHash, emailHash))
    .for('update')
  const all = [...new Set([...(known?.orderIds ?? []), ...orderIds])].sort()
  const latest = known !== undefined && known.erasedAt > erasedAt ? known.erasedAt : erasedAt
  await transaction
    .insert(erasures)
    .values({emailHash, keyId: keys.currentId, orderIds: all, erasedAt: latest})
    .onConflictDoUpdate({target: erasures.emailHash, set: {orderIds: all, erasedAt: latest}})
}

function objectsOf({customers, sessions, payments}: StripePerson): StripeObjects {
  const idsOf = (objects: readonly {id: string}[]) => objects.map(({id}) => id).sort()
  return {
    customers: idsOf(customers),
    checkout_sessions: idsOf(sessions),
    payment_intents: idsOf(payments),
  }
}

function isUnfinished({state, payment}: Order): boolean {
  return payment === 'processing' || ['paid', 'awaiting_details', 'in_set_up'].includes(state)
}

function readOrders(db: Executor, ids: readonly string[]): Promise<Order[]> {
  return db
    .select()
    .from(orders)
    .where(inArray(orders.id, [...ids]))
    .orderBy(orders.id)
}
