import {randomUUID} from 'node:crypto'
import {sql} from 'drizzle-orm'
import {afterAll, beforeAll, expect, test} from 'vitest'
import {dailyVisits, privacyRequests, privacyStripeTasks} from '#lib/db/schema.ts'
import {insertRequest} from '#lib/personal-data/requests.ts'
import {deliverMail} from '#lib/workers.ts'
import {type DeskShop, openDesk} from '#tests/support/shop/desk.ts'
import {buy} from '#tests/support/shop/shop.ts'

let desk: DeskShop

beforeAll(async () => {
  desk = await openDesk()
})
afterAll(() => desk.close())

test('a person is found whole, corrected and erased, with all that was written about them', async () => {
  const {orderId} = await buy(desk.shop)
  const {email: address} = (await desk.ask('show-order', {orderId})).contact
  await desk.ask('write-to-client', {
    orderId,
    letterId: randomUUID(),
    subject: 'Canary',
    body: 'Canary letter',
  })
  await desk.ask('add-note', {orderId, noteId: randomUUID(), body: 'Canary note'})
  await deliverMail(desk.shop.commerce)
  const found = await desk.ask('find-person', {address: address.toUpperCase()})
  const {contact: shown} = await desk.ask('show-order', {orderId})
  expect(found).toMatchObject({orderIds: [orderId], contact: {name: 'Ann Pipes'}, erasure: {orders: 1}})
  const all = JSON.stringify(found.tables)
  for (const words of ['Canary letter', 'Canary note', 'payment received']) expect(all).toContain(words)

  await desk.ask('correct-person', {address, shown, wanted: {name: 'Anna Pipes'}})
  expect(await desk.refusal('correct-person', {address, shown, wanted: {name: 'Anne Pipes'}})).toBe(
    '409 changed_meanwhile',
  )
  const now = {...shown, name: 'Anna Pipes'}
  expect(await desk.refusal('correct-person', {address, shown: now, wanted: {phone: 'none'}})).toBe(
    '400 not_usable',
  )
  expect((await desk.ask('show-order', {orderId})).contact.name).toBe('Anna Pipes')

  await desk.ask('refund-order', {
    orderId,
    version: (await desk.ask('show-order', {orderId})).version,
    refundedBefore: 0,
  })
  await deliverMail(desk.shop.commerce)
  const {erasure} = await desk.ask('find-person', {address})
  await desk.ask('erase-person', {address})
  // A refund may still come back, and then the client must be told: the map says what waits for that.
  if (erasure.holds.every(({what}) => !what.includes('Contact'))) {
    const {rows} = await desk.shop.commerce.db.execute(
      sql`select body from sent_mails where order_id = ${orderId} union all select body from owner_letters where order_id = ${orderId} union all select body from order_notes where order_id = ${orderId}`,
    )
    expect(rows).toEqual([])
  }
})

test('a request that only the owner can end waits with its clock, and the person is told when it is done', async () => {
  const {db} = desk.shop.commerce
  const request = await db.transaction((transaction) =>
    insertRequest(transaction, {
      kind: 'child',
      state: 'open',
      email: 'bo@drains.example',
      verifiedAt: new Date(),
    }),
  )
  await db.update(privacyRequests).set({words: 'My son wrote to you.'})
  const {items} = await desk.ask('waiting', {})
  expect(items).toContainEqual(
    expect.objectContaining({kind: 'request', id: request.id, dueAt: expect.any(String), isLate: false}),
  )
  expect((await desk.ask('list-requests', {})).requests).toContainEqual(
    expect.objectContaining({id: request.id, needsOwner: true, words: 'My son wrote to you.'}),
  )
  await desk.ask('complete-request', {requestId: request.id})
  expect(await desk.refusal('deny-request', {requestId: request.id, why: 'Too late.'})).toBe('409 over')
  await deliverMail(desk.shop.commerce)
  expect(await desk.shop.inbox.about(request.id)).toHaveLength(1)
  const {rows} = await db.execute(sql`select 1 from sent_mails where recipient = 'bo@drains.example'`)
  expect(rows).toEqual([])
})

test('a request for which Stripe must be asked by hand waits, with the numbers to give to Stripe', async () => {
  const {db} = desk.shop.commerce
  const {id} = await db.transaction((transaction) =>
    insertRequest(transaction, {
      kind: 'deletion',
      state: 'erasing',
      email: 'cy@drains.example',
      verifiedAt: new Date(),
    }),
  )
  const objects = {customers: ['cus_1'], checkout_sessions: [], payment_intents: ['pi_1']}
  await db.insert(privacyStripeTasks).values({requestId: id, kind: 'redact', objects, status: 'by_hand'})
  const {items} = await desk.ask('waiting', {})
  expect(items).toContainEqual(expect.objectContaining({kind: 'request', id}))
  expect((await desk.ask('list-requests', {})).requests).toContainEqual(
    expect.objectContaining({id, needsOwner: true, atStripe: ['cus_1', 'pi_1'], email: 'cy@drains.example'}),
  )
})

test('visits are sums of days, days without any among them', async () => {
  const today = new Date().toISOString().slice(0, 10)
  await desk.shop.commerce.db.insert(dailyVisits).values([
    {day: today, source: 'test', path: '/pricing', views: 5},
    {day: today, source: 'test', path: '/', views: 7},
  ])
  const {days, pages} = await desk.ask('visits', {days: 3})
  expect(days.map(({views, prices}) => [views, prices])).toEqual([
    [0, 0],
    [0, 0],
    [12, 5],
  ])
  expect(pages).toEqual([
    {path: '/', views: 7},
    {path: '/pricing', views: 5},
  ])
})
