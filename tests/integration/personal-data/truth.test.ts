import {sql} from 'drizzle-orm'
import {afterAll, beforeAll, expect, test} from 'vitest'
import {verifyAudit} from '#lib/audit.ts'
import {recordChoice} from '#lib/consent.ts'
import {disclosures} from '#lib/db/schema.ts'
import {resendSetupLink} from '#lib/orders/owner-actions.ts'
import {findOrder} from '#lib/orders/store.ts'
import {syncMissedOrders} from '#lib/orders/sync.ts'
import {advanceRequests, eraseAgain, erasePerson, listErasures} from '#lib/personal-data/carry-out.ts'
import {exportPerson, isNothingHeld} from '#lib/personal-data/export.ts'
import {showRequest} from '#lib/personal-data/requests.ts'
import {deliverMail} from '#lib/workers.ts'
import {backUpDatabase} from '#scripts/backup/database.ts'
import {eventually} from '#tests/support/eventually.ts'
import {
  buyAs,
  buyByDebitAs,
  disputeAs,
  dumpDatabase,
  dumpStripe,
  killMail,
  refundAs,
  saveSetupAs,
  settleDebit,
  somebody,
  type TestPerson,
  writeAboutAs,
  writeAs,
} from '#tests/support/people/person.ts'
import {openShop, type Shop, SITE_URL, untilState} from '#tests/support/shop/shop.ts'
import {control} from '#tests/support/shop/stripe.ts'

const ANN = somebody('Zanna', '+1 415 555 2601')
const NEIGHBOUR = somebody('Quentin', '+1 415 555 2602')

let shop: Shop
let orders: {setUp: string; refunded: string; disputed: string; debit: string; dead: string}
let disputeId: string

/** One person in every store, and a neighbour beside them, by what people really do. */
beforeAll(async () => {
  shop = await openShop()
  const setUp = await buyAs(shop, ANN)
  await saveSetupAs(shop, ANN, setUp)
  await writeAboutAs(shop, ANN, setUp)
  const refunded = await buyAs(shop, ANN)
  await refundAs(shop, refunded)
  const disputed = await buyAs(shop, ANN)
  disputeId = await disputeAs(shop, disputed)
  const debit = await buyByDebitAs(shop, ANN)
  const dead = await buyAs(shop, ANN)
  await killMail(shop, dead)
  await writeAs(shop, ANN)
  await writeAs(shop, ANN, `${ANN.words} And once more.`)
  const theirs = await buyAs(shop, NEIGHBOUR)
  await saveSetupAs(shop, NEIGHBOUR, theirs)
  await writeAboutAs(shop, NEIGHBOUR, theirs)
  await writeAs(shop, NEIGHBOUR)
  const browser = {gpc: false, cookies: '', host: new URL(SITE_URL).host}
  await recordChoice(shop.commerce, {answer: 'yes', question: 'a1b2c3d4'}, browser)
  await deliverMail(shop.commerce)
  await resendSetupLink(shop.commerce, setUp)
  orders = {setUp, refunded, disputed, debit, dead}
}, 300_000)
afterAll(() => shop.close())

/** What of a person stands in a text: twelve words that nobody else has, and the phone as some stores write it. */
const found = (text: string, person: TestPerson) =>
  [...Object.values(person), person.phone.replaceAll(' ', '')].filter((word) => text.includes(word))

/** The rows that belong to the neighbour, byte for byte. */
async function neighbour(): Promise<string> {
  const exported = await exportPerson(shop.commerce, NEIGHBOUR.email)
  const rows = (await dumpDatabase(shop.commerce.db))
    .split('\n')
    .filter((row) => found(row, NEIGHBOUR).length > 0)
  return JSON.stringify([{...exported, exportedAt: ''}, rows])
}

test('a person sees all of theirs, a password only as stored, and nothing of a neighbour', async () => {
  const exported = await exportPerson(shop.commerce, ANN.email.toUpperCase())
  const text = JSON.stringify(exported)
  const {secret: _secret, phone: _phone, ...own} = ANN
  for (const word of Object.values(own)) expect(text).toContain(word)
  for (const id of Object.values(orders)) expect(text).toContain(id)
  expect(text).not.toContain(ANN.secret)
  expect(exported.setUpAnswers).toContainEqual({
    order: orders.setUp,
    question: 'App password',
    storedOn: expect.any(String),
  })
  expect(found(text, NEIGHBOUR)).toEqual([])

  const tables = Object.fromEntries(exported.tables.map(({title, rows}) => [title, rows.length]))
  expect(tables).toMatchObject({
    Orders: 5,
    'Contact details': 5,
    Refunds: 1,
    'Set-up form': 1,
    'Messages from the contact form': 2,
  })
  expect(exported.stripe.customers).toHaveLength(5)
  expect(exported.stripe.checkouts).toHaveLength(5)
  expect(exported.stripe.payments).toHaveLength(5)
  // A debit under way has no invoice yet.
  expect(exported.stripe.invoices).toHaveLength(4)
  expect(exported.kept).toHaveLength(4)
  expect(isNothingHeld(exported)).toBe(false)
})

test.each(['zanna+1@zanna-pipes.example', 'z.anna@zanna-pipes.example', 'other@zanna-pipes.example'])(
  '%s is somebody else, about whom nothing is held',
  async (address) => {
    expect(isNothingHeld(await exportPerson(shop.commerce, address))).toBe(true)
  },
)

test('erased, only what is held is left, and the neighbour is as before', async () => {
  const before = await neighbour()
  const {requestId, holds} = await erasePerson(shop.commerce, {address: ANN.email, actor: 'test'})
  expect(holds.map(({order}) => order).sort()).toEqual([orders.debit, orders.disputed].sort())
  for (const {until} of holds) expect(until > new Date().toISOString().slice(0, 10)).toBe(true)

  const held = await exportPerson(shop.commerce, ANN.email)
  const contacts = held.tables.find(({title}) => title === 'Contact details')
  expect(contacts?.rows.map(({orderId}) => orderId).sort()).toEqual([orders.debit, orders.disputed].sort())
  expect(JSON.stringify(held.tables)).not.toContain(ANN.words)
  expect(held.setUpAnswers).toEqual([])
  expect((await showRequest(shop.commerce.db, requestId))?.tasks).toEqual([])
  // A mail with a new link to the set-up form was queued, and is not sent to somebody who was erased.
  await deliverMail(shop.commerce)
  expect((await showRequest(shop.commerce.db, requestId))?.request.state).toBe('erasing')
  expect(await neighbour()).toBe(before)
})

test('when dispute and debit are over the rest goes, Stripe is asked, and only then it is done', async () => {
  const before = await neighbour()
  await settleDebit(shop, orders.debit, 'succeeded')
  await untilState(shop, orders.debit, 'paid')
  await control(shop.stripeUrl, `disputes/${disputeId}/close`, {outcome: 'lost'})
  await untilState(shop, orders.disputed, 'refunded')
  await deliverMail(shop.commerce)

  await advanceRequests(shop.commerce)
  const [request] = await requestsOf(ANN)
  expect(request?.state).toBe('erasing')
  const shown = await showRequest(shop.commerce.db, request?.id ?? '')
  expect(shown?.tasks).toMatchObject([{kind: 'redact', status: 'waiting'}])

  await eventually(
    async () => {
      await shop.commerce.db.execute(sql`update privacy_stripe_tasks set due_at = now()`)
      await advanceRequests(shop.commerce)
      return (await showRequest(shop.commerce.db, request?.id ?? ''))?.request.state
    },
    (state) => state === 'done',
  )
  await deliverMail(shop.commerce)
  await shop.commerce.db.execute(sql`update privacy_requests set ended_at = now() - interval '2 hours'`)
  await advanceRequests(shop.commerce)

  const exported = await exportPerson(shop.commerce, ANN.email)
  expect(Object.values(exported.stripe).flat()).toEqual([])
  expect(exported.kept.map(({order}) => order)).toEqual(Object.values(orders).sort())
  expect(await neighbour()).toBe(before)
})

test('twelve canaries are found in no store: database and queue, Stripe, logs, backups', async () => {
  expect(Object.keys(ANN)).toHaveLength(12)
  const backup: string[] = []
  await backUpDatabase(shop.env.DATABASE_URL ?? '', async (_, bytes) => {
    backup.push(Buffer.from(bytes).toString())
  })
  expect(found(backup.join(), NEIGHBOUR).length).toBeGreaterThan(3)
  const stores = [await dumpDatabase(shop.commerce.db), await dumpStripe(shop), shop.logged(), backup.join()]
  for (const store of stores) expect(found(store, ANN)).toEqual([])
  expect(found(stores[0] ?? '', NEIGHBOUR).length).toBeGreaterThan(3)
  expect(found(shop.logged(), NEIGHBOUR)).toEqual([])
})

test('late news of a payment brings nothing back', async () => {
  await syncMissedOrders(shop.commerce, 0)
  expect((await findOrder(shop.commerce.db, orders.debit))?.payment).toBe('paid')
  expect(found(await dumpDatabase(shop.commerce.db), ANN)).toEqual([])
})

test('what a restored backup brings back is erased again', async () => {
  const remembered = await listErasures(shop.commerce.db)
  await shop.commerce.db.execute(sql`delete from erasures`)
  await shop.commerce.db.execute(
    sql`update customer_contacts set email = ${ANN.email}, name = ${ANN.name}, erased_at = null where order_id = ${orders.setUp}`,
  )
  expect(await eraseAgain(shop.commerce, 'test')).toEqual([])
  const begun = await eraseAgain(shop.commerce, 'test', remembered)
  expect(begun).toHaveLength(1)
  expect(await eraseAgain(shop.commerce, 'test', remembered)).toEqual([])
  await advanceRequests(shop.commerce)
  await shop.commerce.db.execute(sql`update privacy_requests set ended_at = now() - interval '2 hours'`)
  await advanceRequests(shop.commerce)
  expect(found(await dumpDatabase(shop.commerce.db), ANN)).toEqual([])
  expect((await showRequest(shop.commerce.db, begun[0] ?? ''))?.mails).toEqual([])
})

test('the audit log is whole, and a change in it is found', async () => {
  const {db} = shop.commerce
  const whole = await verifyAudit(db)
  expect(whole).toMatchObject({ok: true, rows: expect.any(Number)})
  await expect(db.execute(sql`update audit_log set actor = 'nobody'`)).rejects.toThrow()
  await expect(db.execute(sql`delete from audit_log`)).rejects.toThrow()
  if (!whole.ok) return
  await db.execute(sql`alter table audit_log disable trigger user`)
  await db.execute(sql`update audit_log set actor = 'nobody' where id = 2`)
  expect(await verifyAudit(db)).toEqual({ok: false, reason: 'broken-at', id: 2})
  await db.execute(sql`delete from audit_log where id >= 2`)
  expect(await verifyAudit(db)).toMatchObject({ok: true, rows: 1})
  expect(await verifyAudit(db, whole.head)).toEqual({ok: false, reason: 'head-missing'})
})

test('what was given to authorities cannot be changed or taken away', async () => {
  const {db} = shop.commerce
  await db.insert(disclosures).values({
    ...{id: 'DIS-1', authority: 'A court', basis: 'An order', given: 'Payment record'},
    ...{givenAt: new Date(), recordedBy: 'test'},
  })
  await expect(db.execute(sql`update disclosures set given = 'nothing'`)).rejects.toThrow()
  await expect(db.execute(sql`delete from disclosures`)).rejects.toThrow()
  await expect(db.execute(sql`truncate disclosures`)).rejects.toThrow()
})

async function requestsOf({email}: TestPerson) {
  const {rows} = await shop.commerce.db.execute<{id: string; state: string}>(
    sql`select id, state from privacy_requests where lower(email) = ${email}`,
  )
  return rows
}
