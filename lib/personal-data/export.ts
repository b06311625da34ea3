import {inArray} from 'drizzle-orm'
import type {PgColumn} from 'drizzle-orm/pg-core'
import type Stripe from 'stripe'
import {z} from 'zod'
import type {Commerce} from '../commerce.ts'
import type {Database, Executor} from '../db/database.ts'
import {serviceRecords} from '../db/schema.ts'
import {SETUP_FIELDS} from '../setup/fields.ts'
import {readServiceData} from '../setup/service-data.ts'
import {findAtStripe, findPerson, type Person, paymentRecords, rowsAbout, type StripePerson} from './find.ts'
import {columnOf, MAPPED_TABLES} from './map.ts'

const value = z.union([
  z.string(),
  z.number(),
  z.boolean(),
  z.null(),
  z.array(z.string()),
  z.record(z.string(), z.string()),
])
const text = z.string().nullable()
const moment = z.iso.datetime()

/** Everything that is held about a person, as it is handed to them. Moments are in UTC. */
export const personExport = z.strictObject({
  format: z.literal('plumbperfect-leads/person/1'),
  address: z.string(),
  exportedAt: moment,
  /** What the site's own database holds, table by table. `columns` says what each name means. */
  tables: z.array(
    z.strictObject({
      title: z.string(),
      purpose: z.string(),
      period: z.string(),
      columns: z.record(z.string(), z.string()),
      rows: z.array(z.record(z.string(), value)),
    }),
  ),
  /** Answers in set-up forms. Of a password only that it is stored. */
  setUpAnswers: z.array(
    z.strictObject({
      order: z.string(),
      question: z.string(),
      answer: z.string().optional(),
      storedOn: moment.optional(),
    }),
  ),
  stripe: z.strictObject({
    customers: z.array(
      z.strictObject({
        id: z.string(),
        name: text,
        businessName: text,
        email: text,
        phone: text,
        createdAt: moment,
      }),
    ),
    checkouts: z.array(
      z.strictObject({
        id: z.string(),
        status: text,
        name: text,
        businessName: text,
        email: text,
        phone: text,
        amountCents: z.number().nullable(),
        currency: text,
        createdAt: moment,
      }),
    ),
    payments: z.array(
      z.strictObject({
        id: z.string(),
        status: z.string(),
        amountCents: z.number(),
        currency: z.string(),
        method: text,
        cardBrand: text,
        lastFourDigits: text,
        payerName: text,
        payerEmail: text,
        payerPhone: text,
        createdAt: moment,
      }),
    ),
    invoices: z.array(
      z.strictObject({
        id: z.string(),
        number: text,
        status: text,
        name: text,
        email: text,
        phone: text,
        lines: z.array(z.strictObject({what: text, amountCents: z.number()})),
        totalCents: z.number(),
        currency: z.string(),
        page: text,
        createdAt: moment,
      }),
    ),
  }),
  /** What is kept after a deletion, why, and until when. */
  kept: z.array(z.strictObject({order: z.string(), what: z.string(), why: z.string(), until: z.iso.date()})),
})

export type PersonExport = z.infer<typeof personExport>

type Parts = Pick<Commerce, 'db' | 'stripe' | 'keys'>

/**
 * Everything that is held about the owner of an e-mail address, and nothing about anyone else. The caller has made sure that it
 * is them who asks.
 *
 * @throws what Stripe throws when it cannot be asked: half an answer would look like a whole one
 */
export async function exportPerson(parts: Parts, address: string): Promise<PersonExport> {
  const person = await findPerson(parts.db, parts.keys, address)
  const atStripe = await findAtStripe(parts, person)
  return personExport.parse({
    format: 'plumbperfect-leads/person/1',
    address: person.address,
    exportedAt: new Date().toISOString(),
    tables: await readTables(parts, person),
    setUpAnswers: await readAnswers(parts.db, parts.keys, person),
    stripe: describeStripe(atStripe),
    kept: await paymentRecords(parts.db, [...person.orderIds, ...person.keptOrderIds]),
  })
}

const ABOUT_PEOPLE: readonly string[] = MAPPED_TABLES.filter(({name}) =>
  ['orders', 'customerContacts', 'contactMessages', 'erasures'].includes(name),
).map(({title}) => title)

/** Whether nothing is held but the request itself, which is no news to the one who made it. */
export function isNothingHeld({tables, setUpAnswers, stripe, kept}: PersonExport): boolean {
  const lists = [setUpAnswers, kept, ...Object.values(stripe)]
  return lists.every((list) => list.length === 0) && !tables.some(({title}) => ABOUT_PEOPLE.includes(title))
}

/** The tables of the map that hold something, without the columns that say nothing to a person. */
async function readTables({db, keys}: Parts, person: Person): Promise<PersonExport['tables']> {
  const tables: PersonExport['tables'] = []
  for (const mapped of MAPPED_TABLES) {
    const condition = rowsAbout(mapped, person, keys)
    // Set-up answers are opened and shown apart.
    if (condition === undefined || mapped.name === 'serviceFields') continue
    const fields: Record<string, PgColumn> = {}
    const columns: Record<string, string> = {}
    for (const [name, use] of Object.entries(mapped.columns)) {
      if (use.is === 'technical') continue
      fields[name] = columnOf(mapped, name)
      columns[name] = use.label
    }
    const rows: Record<string, unknown>[] = await db.select(fields).from(mapped.table).where(condition)
    if (rows.length === 0) continue
    const {title, purpose, period} = mapped
    tables.push({title, purpose, period: period.words, columns, rows: rows.map(plain)})
  }
  return tables
}

function plain(row: Record<string, unknown>): Record<string, z.infer<typeof value>> {
  return Object.fromEntries(
    Object.entries(row).map(([name, held]) => [
      name,
      value.parse(held instanceof Date ? held.toISOString() : held),
    ]),
  )
}

async function readAnswers(
  db: Database,
  keys: Commerce['keys'],
  {orderIds}: Person,
): Promise<PersonExport['setUpAnswers']> {
  const answers: PersonExport['setUpAnswers'] = []
  for (const {orderId: order, updatedAt} of await recordsOf(db, orderIds)) {
    const data = await db.transaction((transaction) => readServiceData(transaction, keys, order))
    for (const [name, answer] of data) {
      const field = SETUP_FIELDS.get(name)
      const question = field?.label ?? name
      if (answer === '') continue
      answers.push(
        field?.kind === 'secret'
          ? {order, question, storedOn: updatedAt.toISOString()}
          : {order, question, answer},
      )
    }
  }
  return answers
}

function recordsOf(db: Executor, orderIds: string[]) {
  return db.select().from(serviceRecords).where(inArray(serviceRecords.orderId, orderIds))
}

const at = (seconds: number) => new Date(seconds * 1_000).toISOString()

function describeStripe({customers, sessions, payments, invoices}: StripePerson): PersonExport['stripe'] {
  return {
    customers: customers.map(({id, name, business_name, email, phone, created}) => ({
      id,
      name: name ?? null,
      businessName: business_name ?? null,
      email,
      phone: phone ?? null,
      createdAt: at(created),
    })),
    checkouts: sessions.map(({id, status, customer_details: details, amount_total, currency, created}) => ({
      id,
      status,
      name: details?.individual_name ?? details?.name ?? null,
      businessName: details?.business_name ?? null,
      email: details?.email ?? null,
      phone: details?.phone ?? null,
      amountCents: amount_total,
      currency,
      createdAt: at(created),
    })),
    payments: payments.map(describePayment),
    invoices: invoices.map((invoice) => ({
      id: invoice.id,
      number: invoice.number,
      status: invoice.status,
      name: invoice.customer_name,
      email: invoice.customer_email,
      phone: invoice.customer_phone,
      lines: invoice.lines.data.map(({description, amount}) => ({what: description, amountCents: amount})),
      totalCents: invoice.total,
      currency: invoice.currency,
      page: invoice.hosted_invoice_url ?? null,
      createdAt: at(invoice.created),
    })),
  }
}

function describePayment(payment: Stripe.PaymentIntent): PersonExport['stripe']['payments'][number] {
  const charge = typeof payment.latest_charge === 'string' ? null : payment.latest_charge
  const method = charge?.payment_method_details
  const payer = charge?.billing_details
  return {
    id: payment.id,
    status: payment.status,
    amountCents: payment.amount,
    currency: payment.currency,
    method: method?.type ?? null,
    cardBrand: method?.card?.brand ?? null,
    lastFourDigits: method?.card?.last4 ?? method?.us_bank_account?.last4 ?? null,
    payerName: payer?.name ?? null,
    payerEmail: payer?.email ?? payment.receipt_email,
    payerPhone: payer?.phone ?? null,
    createdAt: at(payment.created),
  }
}
