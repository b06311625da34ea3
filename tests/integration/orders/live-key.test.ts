import {afterAll, beforeAll, expect, test} from 'vitest'
import type {Commerce} from '#lib/commerce.ts'
import {endOutdatedSessions} from '#lib/orders/prices.ts'
import {findOrder} from '#lib/orders/store.ts'
import {syncMissedOrders} from '#lib/orders/sync.ts'
import {advanceRequests, erasePerson} from '#lib/personal-data/carry-out.ts'
import {exportPerson} from '#lib/personal-data/export.ts'
import {showRequest} from '#lib/personal-data/requests.ts'
import {buyAs, dumpDatabase, somebody} from '#tests/support/people/person.ts'
import {type DeskShop, openDesk} from '#tests/support/shop/desk.ts'
import {type Shop, start} from '#tests/support/shop/shop.ts'
import {control} from '#tests/support/shop/stripe.ts'

/** What was bought with test money, once the site has a live key: Stripe's live mode knows nothing of it. */

let desk: DeskShop
let shop: Shop
let live: Commerce
beforeAll(async () => {
  desk = await openDesk()
  shop = desk.shop
  live = shop.instance({STRIPE_SECRET_KEY: shop.liveKey})
})
afterAll(() => desk.close())

test('Stripe is not asked about it, nor is a session of it ended', async () => {
  const [{orderId, sessionId}] = [await start(shop), await start(shop)]
  await control(shop.stripeUrl, 'faults/webhooks', {kind: 'drop', type: '*', times: 20})
  await shop.stripe.checkout.sessions.expire(sessionId)
  expect(await syncMissedOrders(live, 0)).toMatchObject({sessions: 0, failures: 0})
  // Live mode has no price, with which a session is ended otherwise.
  expect(await endOutdatedSessions(live)).toBe(0)
  expect(await findOrder(live.db, orderId)).toMatchObject({state: 'pending'})
  expect(shop.logged()).not.toContain('other mode')
  await control(shop.stripeUrl, 'faults', {}, 'DELETE')
})

test('the desk neither counts nor lists it', async () => {
  await buyAs(shop, somebody('counted', '+14155550101'))
  const ask = async (call: 'business' | 'waiting' | 'list-orders' | 'visits', question = {}) => {
    const token = desk.lake.person('administrator').token
    const body = JSON.stringify(question)
    return (await desk.send(call, {token, body, parts: {commerce: () => live}})).json()
  }
  expect((await desk.ask('list-orders', {})).total).toBeGreaterThan(0)
  expect((await desk.ask('visits', {days: 1})).days.at(-1)?.paid).toBeGreaterThan(0)
  expect(await ask('business')).toMatchObject({month: {sales: 0, paid: []}})
  expect(await ask('list-orders')).toMatchObject({total: 0})
  expect(await ask('waiting')).toMatchObject({orders: 0})
  expect(await ask('visits', {days: 1})).toMatchObject({days: [{paid: 0}]})
})

test('it is part of an export, and is erased here', async () => {
  const person = somebody('test-money', '+14155550100')
  await buyAs(shop, person)
  const exported = await exportPerson(live, person.email)
  expect(exported.stripe.customers).toEqual([])
  expect(JSON.stringify(exported)).toContain(person.email)
  const {requestId} = await erasePerson(live, {address: person.email, actor: 'test'})
  await advanceRequests(live)
  expect(await showRequest(live.db, requestId)).toMatchObject({request: {state: 'done'}, tasks: []})
  const holding = (await dumpDatabase(live.db)).split('\n').filter((row) => row.includes(person.email))
  // The answer still has to reach them.
  expect(holding).toEqual([expect.stringContaining(`privacy_requests (${requestId},`)])
})
