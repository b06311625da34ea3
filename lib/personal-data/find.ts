import {and, eq, inArray, isNotNull, lte, or, type SQL, sql} from 'drizzle-orm'
import type {PgColumn} from 'drizzle-orm/pg-core'
import type Stripe from 'stripe'
import type {Commerce} from '../commerce.ts'
import {keyedHash} from '../crypto.ts'
import type {Executor} from '../db/database.ts'
import {
  customerContacts as contacts,
  erasures,
  contactMessages as messages,
  type Order,
  orders,
  privacyRequests as requests,
} from '../db/schema.ts'
import {orderIdSchema} from '../orders/store.ts'
import {isMissing, withStripeRetry} from '../stripe.ts'
import {columnOf, type Found, type MappedTable, PAYMENT_RECORD_YEARS} from './map.ts'

/** A person as the database knows them: the ids of what is theirs. Another address, even one like it, is another person. */
export type Person = {
  /** As it was given, without blanks around it. */
  address: string
  /** Addresses as they are written in the database: upper and lower case are the same person. */
  spellings: string[]
  orderIds: string[]
  messageIds: string[]
  requestIds: string[]
  /** Orders of a person that was erased: payment records without a name. */
  keptOrderIds: string[]
  erasedAt: Date | undefined
}

const HASH_PURPOSE = 'erased-person'

/** The hash by which an erased address is known again. */
export function hashOfAddress(keys: Commerce['keys'], address: string, keyId = keys.currentId): string {
  return keyedHash(keys, HASH_PURPOSE, address, keyId)
}

/** Whether a column holds this address, in upper or lower case. Dots and what follows a plus are part of an address. */
export function isAddress(column: PgColumn, address: string): SQL {
  return sql`lower(${column}) = ${address.trim().toLowerCase()}`
}

/**
 * Finds what the database holds about the owner of an e-mail address.
 *
 * @param before leaves out orders and messages that came in later
 */
export async function findPerson(
  db: Executor,
  keys: Commerce['keys'],
  address: string,
  before?: Date,
): Promise<Person> {
  const until = (column: PgColumn) => before && lte(column, before)
  const ofOrders = await db
    .select({id: contacts.orderId, email: contacts.email})
    .from(contacts)
    .innerJoin(orders, eq(orders.id, contacts.orderId))
    .where(and(isAddress(contacts.email, address), until(orders.createdAt)))
  const ofMessages = await db
    .select({id: messages.id, email: messages.email})
    .from(messages)
    .where(and(isAddress(messages.email, address), until(messages.createdAt)))
  const ofRequests = await db
    .select({id: requests.id})
    .from(requests)
    .where(isAddress(requests.email, address))
  const hashes = [...keys.keys.keys()].map((keyId) => hashOfAddress(keys, address, keyId))
  const erased = await db
    .select()
    .from(erasures)
    .where(inArray(erasures.emailHash, hashes))
    .orderBy(erasures.erasedAt)
  return {
    address: address.trim(),
    spellings: [...new Set([...ofOrders, ...ofMessages].flatMap(({email}) => email ?? []))],
    orderIds: ofOrders.map(({id}) => id).sort(),
    messageIds: ofMessages.map(({id}) => id).sort(),
    requestIds: ofRequests.map(({id}) => id).sort(),
    keptOrderIds: [...new Set(erased.flatMap(({orderIds}) => orderIds))].sort(),
    erasedAt: erased.at(-1)?.erasedAt,
  }
}

/** The rows of a table that are about a person. Undefined when none can be. */
export function rowsAbout(mapped: MappedTable, person: Person, keys: Commerce['keys']): SQL | undefined {
  const ids: Record<Exclude<Found['by'], 'address'>, string[]> = {
    order: [...person.orderIds, ...person.keptOrderIds],
    message: person.messageIds,
    request: person.requestIds,
    hash: [...keys.keys.keys()].map((keyId) => hashOfAddress(keys, person.address, keyId)),
  }
  const conditions = mapped.found.map(({by, column}) =>
    by === 'address'
      ? isAddress(columnOf(mapped, column), person.address)
      : inArray(columnOf(mapped, column), ids[by]),
  )
  return or(...conditions)
}

/** What Stripe holds about a person. Charges are expanded into their payments. */
export type StripePerson = {
  customers: Stripe.Customer[]
  sessions: Stripe.Checkout.Session[]
  payments: Stripe.PaymentIntent[]
  invoices: Stripe.Invoice[]
}

/** More than one person has. Beyond it the owner must look. */
const MAX_OBJECTS = 200

/**
 * Finds what Stripe holds about a person: by the address, by the customers of their orders, and by the sessions of their orders.
 *
 * @throws what Stripe throws
 */
export async function findAtStripe(
  {db, stripe}: Pick<Commerce, 'db' | 'stripe'>,
  person: Person,
): Promise<StripePerson> {
  const spellings = [...new Set([person.address, person.address.toLowerCase(), ...person.spellings])]
  const all = <T>(list: (params: {limit: number}) => Stripe.ApiListPromise<T>) =>
    withStripeRetry(() => list({limit: 100}).autoPagingToArray({limit: MAX_OBJECTS}))

  const sessions = await flatMapAsync(spellings, (email) =>
    all((page) => stripe.checkout.sessions.list({customer_details: {email}, ...page})),
  )
  const byAddress = await flatMapAsync(spellings, (email) =>
    all((page) => stripe.customers.list({email, ...page})),
  )
  const known = new Set([
    ...(await customersOfOrders(db, person)),
    ...sessions.flatMap(({customer}) => idOf(customer) ?? []),
  ])
  for (const {id} of byAddress) known.delete(id)
  const byId = await flatMapAsync([...known], async (id) => {
    const customer = await findCustomer(stripe, id)
    return customer === undefined || customer.deleted ? [] : [customer]
  })
  const customers = [...byAddress, ...byId]
  const ids = customers.map(({id}) => id)
  const moreSessions = await flatMapAsync(ids, (customer) =>
    all((page) => stripe.checkout.sessions.list({customer, ...page})),
  )
  return {
    customers,
    sessions: unique([...sessions, ...moreSessions]),
    payments: await flatMapAsync(ids, (customer) =>
      all((page) => stripe.paymentIntents.list({customer, expand: ['data.latest_charge'], ...page})),
    ),
    invoices: await flatMapAsync(ids, (customer) => all((page) => stripe.invoices.list({customer, ...page}))),
  }
}

/** Nothing for the customer of an order of test money, which a live key does not find. */
async function findCustomer(stripe: Stripe, id: string) {
  try {
    return await withStripeRetry(() => stripe.customers.retrieve(id))
  } catch (error) {
    if (isMissing(error)) return undefined
    throw error
  }
}

/** Orders that sessions of a person were made for, and that the database may not know as theirs yet. */
export function ordersOfSessions({sessions}: StripePerson): string[] {
  const named = sessions.flatMap(({client_reference_id: id}) => orderIdSchema.safeParse(id).data ?? [])
  return [...new Set(named)].sort()
}

async function customersOfOrders(db: Executor, {orderIds}: Person): Promise<string[]> {
  const rows = await db
    .select({id: contacts.stripeCustomerId})
    .from(contacts)
    .where(inArray(contacts.orderId, orderIds))
  return [...new Set(rows.flatMap(({id}) => id ?? []))]
}

/** One after the other, so that Stripe's limits are kept. */
async function flatMapAsync<From, To>(
  items: readonly From[],
  read: (item: From) => Promise<To[]>,
): Promise<To[]> {
  const found: To[] = []
  for (const item of items) found.push(...(await read(item)))
  return found
}

function unique<T extends {id: string}>(objects: readonly T[]): T[] {
  return [...new Map(objects.map((object) => [object.id, object])).values()]
}

function idOf(value: string | {id: string} | null): string | undefined {
  return typeof value === 'string' ? value : value?.id
}

/** Something about an order that is not erased yet, or not for years. `until` is an ISO date. */
export type Hold = {order: string; what: string; why: string; until: string}

const DAY_MS = 86_400_000
/** Banks decide a dispute within this time: https://docs.stripe.com/disputes/how-disputes-work */
const DISPUTE_DAYS = 120
/** A bank debit ends within days: https://docs.stripe.com/payments/ach-direct-debit */
const DEBIT_DAYS = 14

/** Records of payments, which tax law wants kept. They hold an amount, a day and numbers, and no name. */
export async function paymentRecords(db: Executor, orderIds: readonly string[]): Promise<Hold[]> {
  const paid = await db
    .select({id: orders.id, paidAt: orders.paidAt})
    .from(orders)
    .where(and(inArray(orders.id, [...orderIds]), isNotNull(orders.paidAt)))
    .orderBy(orders.id)
  return paid.flatMap(({id, paidAt}) =>
    paidAt === null
      ? []
      : {
          order: id,
          what: 'The record of the payment: plan, amount, day and numbers. No name, no address.',
          why: 'Tax law wants records of payments kept.',
          until: isoDate(yearsAfter(paidAt, PAYMENT_RECORD_YEARS)),
        },
  )
}

/** Why the contact details of an order cannot be erased yet, if they cannot. The day is the last, whatever happens. */
export function holdOfContact({id, state, payment, updatedAt}: Order): Hold | undefined {
  const what = 'Name, business, e-mail and phone of this order.'
  if (state === 'disputed')
    return {
      order: id,
      what,
      why: 'A bank is deciding a dispute about its payment, and they are needed to answer it.',
      until: isoDate(daysAfter(updatedAt, DISPUTE_DAYS)),
    }
  if (payment === 'processing')
    return {
      order: id,
      what,
      why: 'Its payment is on its way from the bank, and you must hear what becomes of it.',
      until: isoDate(daysAfter(updatedAt, DEBIT_DAYS)),
    }
  return undefined
}

/** Whether a hold has not run out. */
export function isHeld(hold: Hold | undefined, now = new Date()): hold is Hold {
  return hold !== undefined && hold.until >= isoDate(now)
}

function isoDate(date: Date): string {
  return date.toISOString().slice(0, 10)
}

function daysAfter(date: Date, days: number): Date {
  return new Date(date.getTime() + days * DAY_MS)
}

function yearsAfter(date: Date, years: number): Date {
  const later = new Date(date)
  later.setUTCFullYear(later.getUTCFullYear() + years)
  return later
}
