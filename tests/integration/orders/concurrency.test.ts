import {readdir} from 'node:fs/promises'
import {join} from 'node:path'
import {eq, sql} from 'drizzle-orm'
import pg from 'pg'
import {afterAll, beforeAll, expect, test} from 'vitest'
import type {Commerce} from '#lib/commerce.ts'
import {acquireLease, confirmLease, connectDatabase, migrate, releaseLease} from '#lib/db/database.ts'
import {orderHistory, orders, outbox} from '#lib/db/schema.ts'
import {startCheckout} from '#lib/orders/checkout/start-checkout.ts'
import {getOrderStatus} from '#lib/orders/checkout/view.ts'
import {fulfil} from '#lib/orders/fulfil.ts'
import {advanceOrder} from '#lib/orders/owner-actions.ts'
import {refundOrder} from '#lib/orders/refunds.ts'
import {mayMove} from '#lib/orders/states.ts'
import {findOrder} from '#lib/orders/store.ts'
import {deliverMail} from '#lib/workers.ts'
import {type RealPostgres, startRealPostgres} from '#tests/support/programs/postgres.ts'
import {openShop, type Shop, start} from '#tests/support/shop/shop.ts'
import {payByCard} from '#tests/support/shop/stripe.ts'

let postgres: RealPostgres
let shop: Shop
let instances: Commerce[]

beforeAll(async () => {
  postgres = await startRealPostgres()
  shop = await openShop({databaseUrl: postgres.url, deaf: true})
  instances = [shop.commerce, shop.instance(), shop.instance(), shop.instance()]
}, 90_000)
afterAll(async () => {
  await shop.close()
  await postgres.stop()
})

const instance = (index: number) => instances[index % instances.length] ?? shop.commerce
const many = <T>(count: number, work: (commerce: Commerce, index: number) => Promise<T>) =>
  Promise.all(Array.from({length: count}, (_, index) => work(instance(index), index)))

async function paidOrder(): Promise<string> {
  const {orderId, url, sessionId} = await start(shop)
  await payByCard(url)
  await fulfil(shop.commerce, sessionId)
  return orderId
}

test('instances that start at once bring an empty database up to date together', async () => {
  const admin = new pg.Client(postgres.url)
  await admin.connect()
  await admin.query('create database fresh')
  const url = postgres.url.replace(/\/postgres$/, '/fresh')
  await Promise.all(Array.from({length: 8}, () => migrate(url)))
  const {db, close} = connectDatabase(url, {max: 1})
  const applied = await db.execute<{count: string}>(sql`select count(*) from drizzle.__drizzle_migrations`)
  await close()
  await admin.end()
  const written = await readdir(join(process.cwd(), 'lib/db/migrations'))
  expect(Number(applied.rows[0]?.count)).toBe(written.filter((name) => name.endsWith('.sql')).length)
})

test('ten posts of one form to several instances make one order and one session', async () => {
  const request = shop.request()
  const results = await many(10, (commerce) => startCheckout(commerce, request))
  expect(new Set(results.map((result) => (result.ok ? result.url : result.reason))).size).toBe(1)
  const made = await shop.commerce.db.select().from(orders).where(eq(orders.nonce, request.nonce))
  expect(made).toHaveLength(1)
  const sessions = await shop.stripe.checkout.sessions.list({limit: 100})
  expect(sessions.data.filter(({client_reference_id}) => client_reference_id === made[0]?.id)).toHaveLength(1)
})

test('the webhook and page loads at once fulfil once', async () => {
  const {orderId, url, sessionId} = await start(shop)
  await payByCard(url)
  const results = await many(16, async (commerce, index) =>
    index % 2
      ? (await fulfil(commerce, sessionId)).ok
      : (await getOrderStatus(commerce, sessionId)).status === 'paid',
  )
  expect(results.every(Boolean)).toBe(true)
  const mails = await shop.commerce.db.select().from(outbox).where(eq(outbox.orderId, orderId))
  expect(mails.map(({purpose}) => purpose).sort()).toEqual(['order_confirmation', 'owner_new_order'])
  const moves = await shop.commerce.db.select().from(orderHistory).where(eq(orderHistory.orderId, orderId))
  expect(moves.map(({fromState, toState}) => [fromState, toState])).toEqual([['pending', 'paid']])
})

test('instances that send at once send each mail once', async () => {
  const ids = [await paidOrder(), await paidOrder(), await paidOrder()]
  await many(6, (commerce) => deliverMail(commerce))
  for (const id of ids) expect(await shop.inbox.about(id)).toHaveLength(2)
  const messageIds = (await shop.inbox.list()).map(({messageId}) => messageId)
  expect(new Set(messageIds).size).toBe(messageIds.length)
})

test('a refund and the start of the set-up exclude each other', async () => {
  for (let round = 0; round < 8; round++) {
    const orderId = await paidOrder()
    await advanceOrder(shop.commerce, orderId)
    const [refunded, advanced] = await Promise.all([
      refundOrder(instance(round), orderId),
      advanceOrder(instance(round + 1), orderId, {withoutDetails: true}),
    ])
    const order = await findOrder(shop.commerce.db, orderId)
    expect([refunded.ok, advanced.ok].filter(Boolean)).toHaveLength(1)
    expect(order?.state).toBe(refunded.ok ? 'refunded' : 'in_set_up')
  }
})

test('every written change of state is a legal one', async () => {
  const moves = await shop.commerce.db.select().from(orderHistory)
  expect(moves.length).toBeGreaterThan(10)
  expect(moves.filter(({fromState, toState, cause}) => !mayMove(fromState, toState, cause))).toEqual([])
})

test('a statement that takes too long is ended by the database', async () => {
  const {db, close} = connectDatabase(postgres.url, {max: 1, answerWithinMs: 300})
  const slept = db.transaction((transaction) => transaction.execute(sql`select pg_sleep(60)`))
  // https://www.postgresql.org/docs/current/errcodes-appendix.html: query_canceled
  await expect(slept).rejects.toMatchObject({cause: {code: '57014'}})
  expect((await db.execute(sql`select 1 as one`)).rows).toEqual([{one: 1}])
  await close()
})

test('one of many gets a lease, and a holder that was overtaken finds out', async () => {
  const holders = Array.from({length: 8}, () => crypto.randomUUID())
  const taken = await many(8, ({db}, index) => acquireLease(db, 'test', holders[index] ?? '', 60))
  const [lease, ...others] = taken.filter((result) => result !== undefined)
  expect(others).toEqual([])
  if (!lease) throw new Error('Nobody got the lease.')
  const isHeld = () => shop.commerce.db.transaction((transaction) => confirmLease(transaction, lease))
  expect(await isHeld()).toBe(true)
  await releaseLease(shop.commerce.db, lease)
  const next = await acquireLease(shop.commerce.db, 'test', crypto.randomUUID(), 60)
  expect(next?.fencingToken).toBe(lease.fencingToken + 1)
  expect(await isHeld()).toBe(false)
})
