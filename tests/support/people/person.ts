import {randomUUID} from 'node:crypto'
import {eq, sql} from 'drizzle-orm'
import {contactLimits, receiveContact} from '#lib/contact/messages.ts'
import type {Database} from '#lib/db/database.ts'
import {outbox} from '#lib/db/schema.ts'
import {refundOrder} from '#lib/orders/refunds.ts'
import {findOrder} from '#lib/orders/store.ts'
import {writeLetter, writeNote} from '#lib/owner/letters.ts'
import {saveSetup} from '#lib/setup/form.ts'
import {deliverMail} from '#lib/workers.ts'
import {eventually} from '../eventually.ts'
import {type Shop, start, untilState} from '../shop/shop.ts'
import {control, payByBank, payByCard} from '../shop/stripe.ts'

/** Somebody with words of their own in every field, none of which anything else contains. */
export type TestPerson = {
  email: string
  name: string
  business: string
  phone: string
  words: string
  /** Of the set-up form. */
  places: string
  rules: string
  questions: string
  user: string
  secret: string
  /** What the owner writes about them, and to them. */
  note: string
  letter: string
}

export function somebody(tag: string, phone: string): TestPerson {
  return {
    email: `${tag.toLowerCase()}@${tag.toLowerCase()}-pipes.example`,
    name: `${tag}name Canary`,
    business: `${tag}business Canary`,
    phone,
    words: `${tag}words-canary: does it work with Outlook?`,
    places: `${tag}places-canary`,
    rules: `${tag}rules-canary`,
    questions: `${tag}questions-canary`,
    user: `${tag}user-canary`,
    secret: `${tag}secret-canary`,
    note: `${tag}note-canary`,
    letter: `${tag}letter-canary`,
  }
}

const paying = ({email, name, business, phone}: TestPerson) => ({
  email,
  individual_name: name,
  business_name: business,
  phone,
})

/** Buys by card, with the mails that follow. Returns the order. */
export async function buyAs(shop: Shop, person: TestPerson): Promise<string> {
  const {orderId, url} = await start(shop)
  await payByCard(url, undefined, paying(person))
  await untilState(shop, orderId, 'paid')
  await deliverMail(shop.commerce)
  return orderId
}

/** Buys by a bank debit that is on its way. */
export async function buyByDebitAs(shop: Shop, person: TestPerson): Promise<string> {
  const {orderId, url} = await start(shop)
  await payByBank(url, paying(person))
  await eventually(
    () => findOrder(shop.commerce.db, orderId),
    (order) => order?.payment === 'processing',
  )
  return orderId
}

/** The bank debit of an order arrives, or does not. */
export async function settleDebit(
  shop: Shop,
  orderId: string,
  outcome: 'succeeded' | 'failed',
): Promise<void> {
  const sessions = await shop.stripe.checkout.sessions.list({limit: 100})
  const session = sessions.data.find(({client_reference_id: id}) => id === orderId)
  await control(shop.stripeUrl, `payment_intents/${String(session?.payment_intent)}/settle`, {outcome})
}

export async function refundAs(shop: Shop, orderId: string): Promise<void> {
  await refundOrder(shop.commerce, orderId)
  await untilState(shop, orderId, 'refunded')
}

/** The bank of the client disputes the payment. Returns the id of the dispute. */
export async function disputeAs(shop: Shop, orderId: string): Promise<string> {
  const order = await findOrder(shop.commerce.db, orderId)
  const intent = await shop.stripe.paymentIntents.retrieve(order?.paymentIntentId ?? '')
  await control(shop.stripeUrl, `charges/${intent.latest_charge}/dispute`)
  await untilState(shop, orderId, 'disputed')
  const {data} = await shop.stripe.disputes.list({payment_intent: intent.id})
  return data[0]?.id ?? ''
}

/** Writes in the contact form. */
export async function writeAs(shop: Shop, person: TestPerson, words = person.words): Promise<void> {
  const typed = {
    ...{name: person.name, email: person.email, business_name: person.business},
    ...{subject: 'question', message: words},
  }
  const parts = {...shop.commerce, limits: contactLimits()}
  await receiveContact(parts, {typed, isDecoyFilled: false}, person.email)
}

/** The newest link to a set-up form that was mailed for an order. */
export async function setupTokenOf(shop: Shop, orderId: string): Promise<string> {
  await deliverMail(shop.commerce)
  const mails = await shop.inbox.about(orderId)
  const token = mails.flatMap(({text}) => /setup\?link=([\w-]{43})/.exec(text)?.[1] ?? [])[0]
  if (token === undefined) throw new Error('No link was mailed.')
  return token
}

/** Saves a part of the set-up form, a password included. */
export async function saveSetupAs(shop: Shop, person: TestPerson, orderId: string): Promise<void> {
  const typed = {
    business_name: person.business,
    service_area: person.places,
    emergency_rules: person.rules,
    qualifying_questions: person.questions,
    calendar_provider: 'other',
    calendar_user: person.user,
    calendar_credential: person.secret,
    notes: person.words,
  }
  const saved = await saveSetup(shop.commerce, await setupTokenOf(shop, orderId), {
    ...{typed, shown: undefined, submit: false},
  })
  if (saved.kind !== 'saved') throw new Error(`The set-up form was ${saved.kind}.`)
}

/** The owner notes something about an order, and writes to its client. */
export async function writeAboutAs(
  {commerce: {db}}: Shop,
  person: TestPerson,
  orderId: string,
): Promise<void> {
  await writeNote(db, {id: randomUUID(), orderId, body: person.note, author: 'owner'})
  const letter = {
    id: randomUUID(),
    to: {orderId},
    subject: person.letter,
    body: person.letter,
    author: 'owner',
  }
  await writeLetter(db, letter)
}

/** Makes a mail about an order one that the host refused for good. */
export async function killMail({commerce}: Shop, orderId: string): Promise<void> {
  await commerce.db
    .update(outbox)
    .set({status: 'dead', lastError: 'EENVELOPE 550'})
    .where(eq(outbox.orderId, orderId))
}

/** The newest link that a mail about a request brought to an address. */
export async function requestTokenOf(shop: Shop, email: string): Promise<string> {
  await deliverMail(shop.commerce)
  const mails = await Promise.all((await shop.inbox.list()).map(({id}) => shop.inbox.read(id)))
  const token = mails
    .filter(({to}) => to.includes(email))
    .flatMap(({text}) => /requests\?link=([\w-]{43})/.exec(text)?.[1] ?? [])[0]
  if (token === undefined) throw new Error(`No link was mailed to ${email}.`)
  return token
}

/** Every row of every table, as text. */
export async function dumpDatabase(db: Database): Promise<string> {
  const tables = await db.execute<{name: string}>(
    sql`select quote_ident(table_name) as name from information_schema.tables where table_schema = 'public'`,
  )
  const texts: string[] = []
  for (const {name} of tables.rows) {
    const {rows} = await db.execute<{row: string}>(sql.raw(`select t::text as row from ${name} t order by 1`))
    texts.push(...rows.map(({row}) => `${name} ${row}`))
  }
  return texts.join('\n')
}

/** Everything that Stripe shows of a mode, as text. */
export async function dumpStripe({stripe}: Shop): Promise<string> {
  const all = {limit: 100}
  const objects = [
    await stripe.customers.list(all),
    await stripe.checkout.sessions.list(all),
    await stripe.paymentIntents.list({...all, expand: ['data.latest_charge']}),
    await stripe.invoices.list(all),
    await stripe.events.list(all),
  ]
  return JSON.stringify(objects.map(({data}) => data))
}
