import {randomUUID} from 'node:crypto'
import {and, eq, sql} from 'drizzle-orm'
import {afterAll, beforeAll, expect, test} from 'vitest'
import {contactLimits, listMessages, readTyped, receiveContact} from '#lib/contact/messages.ts'
import {auditLog, customerContacts, outbox} from '#lib/db/schema.ts'
import {findOrder} from '#lib/orders/store.ts'
import {saveSetup} from '#lib/setup/form.ts'
import {deliverMail} from '#lib/workers.ts'
import {runOps} from '#scripts/ops/run-ops.ts'
import {runHere} from '#tests/support/commands.ts'
import {type DeskShop, openDesk} from '#tests/support/shop/desk.ts'
import {buy, SITE_URL} from '#tests/support/shop/shop.ts'

let desk: DeskShop
const actor = () => `studio:${desk.lake.person('administrator').id}`

beforeAll(async () => {
  desk = await openDesk()
})
afterAll(() => desk.close())

/** An order that was bought, whose mails are out. */
async function order(): Promise<string> {
  const {orderId} = await buy(desk.shop)
  await deliverMail(desk.shop.commerce)
  return orderId
}

const show = (orderId: string) => desk.ask('show-order', {orderId})

/** The address that was typed at the purchase. */
async function emailOf(orderId: string): Promise<string> {
  const {db} = desk.shop.commerce
  const [contact] = await db.select().from(customerContacts).where(eq(customerContacts.orderId, orderId))
  if (!contact?.email) throw new Error(`${orderId} has no address.`)
  return contact.email
}

/** The token of the set-up form, out of the mail that brought it. */
async function setupToken(orderId: string): Promise<string> {
  const [mail] = (await desk.shop.inbox.about(orderId)).filter(({text}) => text.includes('setup?link='))
  return /link=([\w-]{43})/.exec(mail?.text ?? '')?.[1] ?? ''
}

/** Fills in some of the set-up form as the client. */
async function handOver(orderId: string, details: Record<string, string>): Promise<void> {
  const token = await setupToken(orderId)
  await saveSetup(desk.shop.commerce, token, {typed: details, shown: undefined, submit: false})
}

const actions = async (orderId: string) => {
  const {db} = desk.shop.commerce
  const rows = await db
    .select()
    .from(auditLog)
    .where(and(eq(auditLog.actor, actor()), eq(auditLog.orderId, orderId)))
    .orderBy(auditLog.id)
  return rows.map(({action}) => action)
}

test('a new order waits for the owner, is found, and is shown whole', async () => {
  const orderId = await order()
  const {items} = await desk.ask('waiting', {})
  expect(items).toContainEqual(
    expect.objectContaining({kind: 'order', id: orderId, title: 'Pipes & Sons: new order'}),
  )
  const {orders} = await desk.ask('list-orders', {search: orderId})
  expect(orders).toMatchObject([
    {
      id: orderId,
      state: 'awaiting_details',
      paid: {amount: 9900, currency: 'usd'},
      email: await emailOf(orderId),
    },
  ])
  expect(await show(orderId)).toMatchObject({
    contact: {name: 'Ann Pipes', phone: '+1 415 555 2671'},
    can: {advanceTo: 'in_set_up', needsDetails: true, refund: true, sendSetupLink: true, write: true},
    history: expect.arrayContaining([
      expect.objectContaining({kind: 'state', title: 'Paid'}),
      expect.objectContaining({kind: 'mail', mailStatus: 'sent'}),
    ]),
  })
  expect(await actions(orderId)).toEqual(['order show'])
})

test('orders are filtered, sorted and searched, with nothing in the words taken for a wildcard', async () => {
  const [one, other] = [await order(), await order()]
  const {db} = desk.shop.commerce
  const rename = (orderId: string, businessName: string) =>
    db.update(customerContacts).set({businessName}).where(eq(customerContacts.orderId, orderId))
  await rename(one, 'aa 100% Drains')
  await rename(other, '=HYPERLINK("https://evil.example","<script>alert(1)</script>")')
  const names = async (question: Parameters<typeof desk.ask<'list-orders'>>[1]) =>
    (await desk.ask('list-orders', question)).orders.map(({businessName}) => businessName)
  expect(await names({search: '100%'})).toEqual(['aa 100% Drains'])
  expect(await names({search: '%'})).toEqual(['aa 100% Drains'])
  expect(await names({search: '_'})).toEqual([])
  expect(await names({search: '<script>'})).toEqual([expect.stringContaining('=HYPERLINK')])
  expect((await names({sortBy: 'businessName', direction: 'asc'}))[0]).toBe(
    '=HYPERLINK("https://evil.example","<script>alert(1)</script>")',
  )
  expect(await names({states: ['live']})).toEqual([])
  for (const sortBy of ['createdAt', 'name', 'state', 'amount'] as const)
    expect(await names({sortBy})).toHaveLength((await desk.ask('list-orders', {})).total)
})

test('set-up details are shown in the words of the form, and secrets only on demand, which is written down each time', async () => {
  const orderId = await order()
  await handOver(orderId, {calendar_provider: 'other', calendar_credential: 'open sesame'})
  const {details} = await show(orderId)
  expect(details).toEqual([
    {
      title: 'Your calendar',
      fields: [
        {name: 'calendar_provider', label: 'Calendar', value: 'Another calendar', isSecret: false},
        {name: 'calendar_credential', label: 'App password', isSecret: true},
      ],
    },
  ])
  for (let time = 0; time < 2; time++)
    expect(await desk.ask('reveal-secrets', {orderId})).toEqual({
      secrets: {calendar_credential: 'open sesame'},
    })
  expect(await actions(orderId)).toEqual(['order show', 'service-data show', 'service-data show'])
  expect((await show(orderId)).history.filter(({kind}) => kind === 'look')).toHaveLength(2)
})

test('an order is moved on and back, the client is told, and what another window did is not overwritten', async () => {
  const orderId = await order()
  const {version} = await show(orderId)
  expect(await desk.refusal('advance-order', {orderId, version})).toBe('409 details_missing')
  await desk.ask('advance-order', {orderId, version, withoutDetails: true, tellClient: true})
  expect(await desk.refusal('advance-order', {orderId, version, withoutDetails: true})).toBe(
    '409 changed_meanwhile',
  )
  expect((await findOrder(desk.shop.commerce.db, orderId))?.state).toBe('in_set_up')
  await deliverMail(desk.shop.commerce)
  expect((await desk.shop.inbox.about(orderId)).map(({subject}) => subject)).toContain(
    `Your set-up has begun (order ${orderId})`,
  )
  const now = await show(orderId)
  expect(now.can).toMatchObject({advanceTo: 'live', backTo: 'awaiting_details', refund: false})
  expect(await desk.refusal('refund-order', {orderId, version: now.version, refundedBefore: 0})).toBe(
    '409 set_up_has_begun',
  )
  await desk.ask('move-order-back', {orderId, version: now.version})
  expect(await desk.refusal('move-order-back', {orderId, version: now.version})).toBe('409 changed_meanwhile')
  expect((await show(orderId)).state).toBe('awaiting_details')
})

test('a refund gives the money back once', async () => {
  const orderId = await order()
  const {version} = await show(orderId)
  const both = await Promise.allSettled([
    desk.ask('refund-order', {orderId, version, refundedBefore: 0}),
    desk.ask('refund-order', {orderId, version, refundedBefore: 0}),
  ])
  expect(both.some(({status}) => status === 'fulfilled')).toBe(true)
  expect(await show(orderId)).toMatchObject({
    state: 'refunded',
    money: {refunded: {amount: 9900}, left: {amount: 0}},
    can: {refund: false},
  })
  const {paymentIntentId} = (await findOrder(desk.shop.commerce.db, orderId)) ?? {}
  const {data} = await desk.shop.stripe.refunds.list({payment_intent: paymentIntentId ?? ''})
  expect(data.map(({amount}) => amount)).toEqual([9900])
})

test('a part goes back, then the rest, and never more than was paid', async () => {
  const orderId = await order()
  const giveBack = async (amount?: number) => {
    const {version, money} = await show(orderId)
    return {orderId, version, refundedBefore: money.refunded?.amount ?? 0, ...(amount && {amount})}
  }
  await desk.ask('refund-order', await giveBack(1_250))
  expect(await show(orderId)).toMatchObject({
    state: 'awaiting_details',
    money: {refunded: {amount: 1_250}, left: {amount: 8_650}},
    can: {refund: true},
    history: expect.arrayContaining([
      expect.objectContaining({kind: 'money', title: 'Refund sent', detail: 'US$12.50'}),
    ]),
  })
  expect(await desk.refusal('refund-order', await giveBack(8_651))).toBe('409 more_than_remains')
  await desk.ask('refund-order', await giveBack())
  expect(await show(orderId)).toMatchObject({state: 'refunded', money: {left: {amount: 0}}})
})

test('the desk and the command line leave an order in the same state', async () => {
  const ops = (...args: string[]) =>
    runHere((around) => runOps(args, {...around, isTerminal: false}), {...desk.shop.env, SITE_URL})
  const [byDesk, byCommand] = [await order(), await order()]
  await desk.ask('advance-order', {
    orderId: byDesk,
    version: (await show(byDesk)).version,
    withoutDetails: true,
    tellClient: true,
  })
  await desk.ask('move-order-back', {orderId: byDesk, version: (await show(byDesk)).version})
  await desk.ask('refund-order', {
    orderId: byDesk,
    version: (await show(byDesk)).version,
    refundedBefore: 0,
  })
  await ops('orders', 'advance', byCommand, '--without-details', '--notify', '--yes')
  await ops('orders', 'back', byCommand)
  await ops('orders', 'refund', byCommand, '--yes')
  await deliverMail(desk.shop.commerce)
  const endState = async (orderId: string) => {
    const {state, money, history} = await show(orderId)
    const events = history.filter(({kind}) => kind !== 'look').map(({kind, title}) => `${kind}: ${title}`)
    return {state, left: money.left, events: events.sort()}
  }
  expect(await endState(byDesk)).toEqual(await endState(byCommand))
})

test('a letter goes to the client once, an answer comes to the owner, and it can be read as it went out', async () => {
  const orderId = await order()
  const letter = {orderId, letterId: randomUUID(), subject: 'A question', body: 'Which number?\n\nYours, Bo'}
  await desk.ask('write-to-client', letter)
  await desk.ask('write-to-client', letter)
  await deliverMail(desk.shop.commerce)
  const mails = (await desk.shop.inbox.about('A question')).filter(({text}) => text.includes(orderId))
  expect(mails).toHaveLength(1)
  expect(mails[0]?.headers).toContainEqual({name: 'reply-to', value: 'owner@shop.example'})
  const event = (await show(orderId)).history.find(({kind}) => kind === 'letter')
  expect(await desk.ask('read-mail', {mailId: event?.mailId ?? ''})).toMatchObject({
    to: await emailOf(orderId),
    subject: 'A question',
    body: expect.stringContaining('Which number?'),
  })
})

test('a mail is kept as it went out, without what opens the set-up form', async () => {
  const orderId = await order()
  const token = await setupToken(orderId)
  expect(token).toHaveLength(43)
  for (const {mailId} of (await show(orderId)).history)
    if (mailId) expect((await desk.ask('read-mail', {mailId})).body).not.toContain(token)
  const {rows} = await desk.shop.commerce.db.execute(
    sql`select 1 from sent_mails where body like ${`%${token}%`}`,
  )
  expect(rows).toEqual([])
})

test('a note is kept, once', async () => {
  const orderId = await order()
  const note = {orderId, noteId: randomUUID(), body: 'Called: wants Spanish as well.'}
  await desk.ask('add-note', note)
  await desk.ask('add-note', note)
  expect((await show(orderId)).history.filter(({kind}) => kind === 'note')).toMatchObject([
    {detail: 'Called: wants Spanish as well.'},
  ])
})

test('a mail that was given up waits for the owner, and goes out when they send it again', async () => {
  const orderId = await order()
  await desk.ask('send-setup-link', {orderId})
  const {db} = desk.shop.commerce
  await db
    .update(outbox)
    .set({status: 'dead', lastError: 'EENVELOPE 550'})
    .where(and(eq(outbox.orderId, orderId), eq(outbox.purpose, 'setup_link')))
  const dead = async () =>
    (await desk.ask('waiting', {})).items.find(
      ({title, id}) => id === orderId && title.endsWith('a mail did not go out'),
    )
  const mailId = (await dead())?.mailId ?? ''
  expect(await desk.refusal('read-mail', {mailId})).toBe('404 mail_not_kept')
  await desk.ask('retry-mail', {mailId})
  expect(await dead()).toBeUndefined()
  expect(await desk.refusal('retry-mail', {mailId})).toBe('409 mail_not_dead')
  await deliverMail(desk.shop.commerce)
  expect(await desk.ask('read-mail', {mailId})).toMatchObject({to: await emailOf(orderId)})
  expect(await actions(orderId)).toContain('mail retry')
})

let people = 0

async function message(subject = 'question'): Promise<string> {
  const email = `bo${++people}@drains.example`
  const typed = {name: 'Bo Drains', email, business_name: '', subject, message: 'Does it speak Spanish?'}
  const limits = contactLimits()
  await receiveContact({...desk.shop.commerce, limits}, readTyped(typed), '203.0.113.1')
  const [stored] = await listMessages(desk.shop.commerce.db, {email, all: true, limit: 1})
  return stored?.id ?? ''
}

test('a message waits, is answered by mail, and the answer is kept with it', async () => {
  const messageId = await message('data_access')
  const {items} = await desk.ask('waiting', {})
  expect(items).toContainEqual(
    expect.objectContaining({kind: 'message', id: messageId, dueAt: expect.any(String), isLate: false}),
  )
  const {version} = await desk.ask('show-message', {messageId})
  const answer = {messageId, version, letterId: randomUUID(), body: 'Here it is.'}
  await desk.ask('answer-message', answer)
  await desk.ask('answer-message', answer)
  expect(await desk.refusal('answer-message', {...answer, letterId: randomUUID()})).toBe(
    '409 changed_meanwhile',
  )
  await deliverMail(desk.shop.commerce)
  const sent = (await desk.shop.inbox.about(messageId)).filter(({text}) => text.includes('Here it is.'))
  expect(sent.map(({to}) => to)).toEqual([expect.stringContaining(`bo${people}@drains.example`)])
  expect(await desk.ask('show-message', {messageId})).toMatchObject({
    state: 'answered',
    answers: [{body: 'Here it is.', status: 'sent'}],
  })
})

test('spam is put away and can be taken back', async () => {
  const messageId = await message()
  const mark = async (as: 'spam' | 'open') =>
    desk.ask('mark-message', {messageId, as, version: (await desk.ask('show-message', {messageId})).version})
  const isListed = async (shown: 'open' | 'spam') =>
    (await desk.ask('list-messages', {show: shown})).messages.some(({id}) => id === messageId)
  await mark('spam')
  expect([await isListed('open'), await isListed('spam')]).toEqual([false, true])
  await mark('open')
  expect([await isListed('open'), await isListed('spam')]).toEqual([true, false])
  expect(await desk.refusal('mark-message', {messageId, as: 'spam', version: 0})).toBe(
    '409 changed_meanwhile',
  )
})

test('what is not there is said to be not there', async () => {
  const orderId = 'PP-0000-0000-0000'
  expect(await desk.refusal('show-order', {orderId})).toBe('404 unknown_order')
  expect(await desk.refusal('reveal-secrets', {orderId})).toBe('404 unknown_order')
  expect(await desk.refusal('advance-order', {orderId, version: 0})).toBe('404 unknown_order')
  expect(await desk.refusal('show-message', {messageId: 'MSG-0000-0000-0000'})).toBe('404 unknown_message')
  expect(await desk.refusal('read-mail', {mailId: randomUUID()})).toBe('404 mail_not_kept')
})

test('the business is described: services, prices as Stripe has them, this month’s sales', async () => {
  await order()
  const {services, prices, month} = await desk.ask('business', {})
  expect(services).toContainEqual({name: 'Mail', isUp: false})
  expect(prices).toEqual([{name: 'Lifetime access', price: {amount: 9900, currency: 'usd'}}])
  expect(month.sales).toBeGreaterThan(0)
  expect(month.paid).toEqual([{amount: month.sales * 9900, currency: 'usd'}])
})

test('nothing that a client or the owner wrote is in the log or in the audit log', async () => {
  const orderId = await order()
  await desk.ask('write-to-client', {orderId, letterId: randomUUID(), subject: 'Canary', body: 'Canary song'})
  await deliverMail(desk.shop.commerce)
  const {rows} = await desk.shop.commerce.db.execute('select actor, action, order_id from audit_log')
  for (const kept of [desk.shop.logged(), JSON.stringify(rows)])
    expect(kept).not.toMatch(/canary|pipes|drains|sesame/i)
})

test('while the database is away the desk says so, and says nothing else', async () => {
  const away = {...desk.shop.commerce, db: desk.shop.commerce.db}
  const broken = desk.shop.instance()
  await broken.close()
  const response = await desk.send('list-orders', {
    token: desk.lake.person('administrator').token,
    parts: {commerce: () => ({...away, db: broken.db})},
  })
  expect(response.status).toBe(503)
  expect(await response.json()).toEqual({
    error: {code: 'unavailable', message: expect.stringContaining('cannot be reached')},
  })
})
