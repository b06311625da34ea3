import {eq, sql} from 'drizzle-orm'
import {afterAll, beforeAll, expect, test} from 'vitest'
import {z} from 'zod'
import {outbox, privacyRequests} from '#lib/db/schema.ts'
import type {PrivacyRequestKind} from '#lib/format/forms.ts'
import {fulfil} from '#lib/orders/fulfil.ts'
import {findContact, findOrder} from '#lib/orders/store.ts'
import {archiveOf} from '#lib/personal-data/archive.ts'
import {
  advanceRequests,
  confirmCorrection,
  confirmDeletion,
  erasePerson,
  handOverWords,
  proposeCorrection,
  showPerson,
} from '#lib/personal-data/carry-out.ts'
import {personExport} from '#lib/personal-data/export.ts'
import {
  askRequest,
  completeRequest,
  denyRequest,
  findRequest,
  listRequests,
  openRequest,
  type RequestLimits,
  requestLimits,
  requestOfPage,
  showRequest,
} from '#lib/personal-data/requests.ts'
import {runRetention} from '#lib/personal-data/retention.ts'
import {saveSetup} from '#lib/setup/form.ts'
import {SITE_KEY_PERMISSIONS} from '#lib/stripe.ts'
import {deliverMail} from '#lib/workers.ts'
import {makeRestrictedKey} from '#scripts/stack/prepare.ts'
import {
  buyAs,
  buyByDebitAs,
  dumpDatabase,
  requestTokenOf,
  saveSetupAs,
  settleDebit,
  setupTokenOf,
  somebody,
  type TestPerson,
  writeAs,
} from '#tests/support/people/person.ts'
import {openShop, type Shop, start, untilState} from '#tests/support/shop/shop.ts'
import {control, payByCard} from '#tests/support/shop/stripe.ts'

let shop: Shop
let people = 0

beforeAll(async () => {
  shop = await openShop()
}, 300_000)
afterAll(() => shop.close())

/** Somebody whom no other test knows. */
function another(): TestPerson {
  people += 1
  return somebody(`Pat${people}x`, `+1 415 555 27${String(people).padStart(2, '0')}`)
}

const ask = (email: string, kind: PrivacyRequestKind, limits: RequestLimits = requestLimits()) =>
  askRequest({...shop.commerce, limits}, {kind, email}, 'network')

/** Asks, and presses the button of the mail. Returns the request as its pages see it. */
async function asked(email: string, kind: PrivacyRequestKind) {
  await ask(email, kind)
  const opened = await openRequest(shop.commerce.db, await requestTokenOf(shop, email))
  if (!opened.ok) throw new Error(opened.reason)
  const request = await requestOfPage(shop.commerce.db, opened.pageKey)
  if (request === undefined) throw new Error('The page key does not work.')
  return {request, pageKey: opened.pageKey}
}

/** The mails that an address was sent, newest first. */
async function mailsTo(address: string) {
  await deliverMail(shop.commerce)
  const all = await Promise.all((await shop.inbox.list()).map(({id}) => shop.inbox.read(id)))
  return all.filter(({to}) => to.includes(address))
}

test('a known and an unknown address are answered with the same steps and the same mail', async () => {
  const known = another()
  await buyAs(shop, known)
  const unknown = another()
  for (const {email} of [known, unknown]) expect(await ask(email, 'access')).toBe('accepted')
  const [toKnown] = await mailsTo(known.email)
  const [toUnknown] = await mailsTo(unknown.email)
  const shape = (text = '') => text.replace(/REQ-[\w-]+/g, 'REQ').replace(/link=[\w-]+/, 'link')
  expect(shape(toKnown?.text)).toBe(shape(toUnknown?.text))
  expect(toKnown?.text).toMatch(/Answered by +\w+ \d+, \d{4}/)
})

test('a link works once, for 30 minutes, and its page for its own request alone', async () => {
  const {db} = shop.commerce
  const person = another()
  await ask(person.email, 'access')
  const token = await requestTokenOf(shop, person.email)
  const answers = await Promise.all([openRequest(db, token), openRequest(db, token)])
  expect(answers.map(({ok}) => ok).sort()).toEqual([false, true])
  expect(await openRequest(db, token)).toEqual({ok: false, reason: 'used'})
  expect(await openRequest(db, 'x'.repeat(43))).toEqual({ok: false, reason: 'unknown'})
  expect(await requestOfPage(db, token)).toBeUndefined()

  const late = another()
  await ask(late.email, 'access')
  const stale = await requestTokenOf(shop, late.email)
  await db.execute(sql`update privacy_links set expires_at = now() where used_at is null`)
  expect(await openRequest(db, stale)).toEqual({ok: false, reason: 'expired'})
})

test('beyond its limit an address is mailed nothing, and the answer is the same', async () => {
  const {email} = another()
  const limits = requestLimits()
  for (let nth = 0; nth < 7; nth++) expect(await ask(email, 'access', limits)).toBe('accepted')
  expect(await mailsTo(email)).toHaveLength(5)
})

test('what is held is shown and taken away as a file whose names and words do no harm', async () => {
  const person = {
    ...another(),
    name: '=HYPERLINK("http://x.example") ../../<script>',
    words: '"><img src=x> ../x',
  }
  await buyAs(shop, person)
  await writeAs(shop, person)
  const {request, pageKey} = await asked(person.email, 'access')
  const exported = await showPerson(shop.commerce, request)
  const zip = Buffer.from(await archiveOf(exported)).toString('latin1')
  for (const name of ['data.json', 'data.schema.json', 'your-information.html', 'invoices/01.html'])
    expect(zip).toContain(name)
  const pages = zip.slice(zip.indexOf('<!doctype html>'))
  expect(pages).not.toMatch(/<script|<img/)
  expect(pages).toContain('&lt;script&gt;')
  expect(personExport.parse(JSON.parse(JSON.stringify(exported)))).toEqual(exported)
  expect(z.toJSONSchema(personExport)).toMatchObject({type: 'object'})
  expect(await findRequest(shop.commerce.db, request.id)).toMatchObject({state: 'done'})
  // For 30 minutes the button under the page goes on working.
  expect((await requestOfPage(shop.commerce.db, pageKey))?.email).toBe(person.email)
  expect((await mailsTo(person.email))[0]?.subject).toContain('You have seen your information')
})

test('a correction is shown before, written here and at Stripe, and repeats without harm', async () => {
  const {db, stripe} = shop.commerce
  const person = another()
  const neighbour = another()
  const orderId = await buyAs(shop, person)
  const theirs = await buyAs(shop, {...neighbour, business: person.business})
  const untouched = await findContact(db, theirs)
  const {request} = await asked(person.email, 'correction')
  expect(await proposeCorrection(db, request.id, {phone: 'no'})).toMatchObject({
    reason: 'problems',
    problems: {phone: expect.any(String)},
  })
  const checked = await proposeCorrection(db, request.id, {name: 'Ann B. Pipes', phone: '+1 415 555 2699'})
  expect(checked).toMatchObject({
    changes: [
      {field: 'name', before: person.name, after: 'Ann B. Pipes'},
      {field: 'phone', after: '+1 415 555 2699'},
    ],
  })
  expect((await findContact(db, orderId))?.name).toBe(person.name)
  const answers = await Promise.all([confirmCorrection(db, request.id), confirmCorrection(db, request.id)])
  expect(answers.sort()).toEqual(['corrected', 'over'])

  await control(shop.stripeUrl, 'faults/api', {kind: 'reset', path: '/v1/customers/*', when: 'after'}).catch(
    () => {},
  )
  await advanceRequests(shop.commerce)
  await db.execute(sql`update privacy_stripe_tasks set due_at = now()`)
  await advanceRequests(shop.commerce)
  const contact = await findContact(db, orderId)
  expect(contact).toMatchObject({name: 'Ann B. Pipes', phone: '+1 415 555 2699', email: person.email})
  const customer = await stripe.customers.retrieve(contact?.stripeCustomerId ?? '')
  expect(customer).toMatchObject({individual_name: 'Ann B. Pipes', phone: '+1 415 555 2699'})
  expect(await findContact(db, theirs)).toEqual(untouched)
})

test('a new address is written down only when it says yes itself', async () => {
  const {db} = shop.commerce
  const person = another()
  const next = another()
  const orderId = await buyAs(shop, person)
  const {request} = await asked(person.email, 'correction')
  await proposeCorrection(db, request.id, {email: next.email})
  expect(await confirmCorrection(db, request.id)).toBe('new-address')
  expect((await findContact(db, orderId))?.email).toBe(person.email)

  const opened = await openRequest(db, await requestTokenOf(shop, next.email))
  expect(opened).toMatchObject({ok: true, purpose: 'new_address'})
  // What led to the new address shows nothing that is held under the old one.
  expect(opened.ok && (await requestOfPage(db, opened.pageKey))).toBeUndefined()
  expect(await confirmCorrection(db, request.id, true)).toBe('corrected')
  expect((await findContact(db, orderId))?.email).toBe(next.email)
  expect((await mailsTo(next.email))[0]?.subject).toContain('Your information is corrected')
})

test('a deletion that is confirmed twice, and crosses another, erases once', async () => {
  const {db} = shop.commerce
  const person = another()
  const orderId = await buyAs(shop, person)
  const first = await asked(person.email, 'deletion')
  const second = await asked(person.email, 'deletion')
  const look = await asked(person.email, 'access')
  await Promise.all([first, first, second].map(({request}) => confirmDeletion(shop.commerce, request.id)))
  expect(await findContact(db, orderId)).toMatchObject({email: null, name: null, erasedAt: expect.any(Date)})
  // There is nothing left to see: the page that was open shows nothing.
  expect(await requestOfPage(db, look.pageKey)).toBeUndefined()
  expect(await findRequest(db, look.request.id)).toMatchObject({state: 'done', email: null})
})

test('somebody who pays while they are deleted is not stored by the payment', async () => {
  const {db} = shop.commerce
  const person = another()
  await control(shop.stripeUrl, 'faults/webhooks', {kind: 'drop', type: '*', times: 20})
  const {orderId, url, sessionId} = await start(shop)
  await payByCard(url, undefined, {email: person.email, individual_name: person.name})
  expect((await findOrder(db, orderId))?.state).toBe('pending')
  await Promise.all([
    erasePerson(shop.commerce, {address: person.email, actor: 'test'}),
    fulfil(shop.commerce, sessionId),
  ])
  await fulfil(shop.commerce, sessionId)
  await control(shop.stripeUrl, 'faults', {}, 'DELETE')
  expect((await findOrder(db, orderId))?.state).toBe('paid')
  const [{contact} = {contact: undefined}] = [{contact: await findContact(db, orderId)}]
  if (contact?.email) await erasePerson(shop.commerce, {address: person.email, actor: 'test'})
  expect(await findContact(db, orderId)).toMatchObject({email: null, name: null})
  await deliverMail(shop.commerce)
  expect((await mailsTo(person.email)).every(({subject}) => !subject.includes(orderId))).toBe(true)
})

test('a set-up form that is saved while its client is deleted keeps nothing', async () => {
  const person = another()
  const orderId = await buyAs(shop, person)
  await saveSetupAs(shop, person, orderId)
  const token = await setupTokenOf(shop, orderId)
  const sent = {typed: {notes: person.words}, shown: undefined, submit: false}
  await Promise.all([
    saveSetup(shop.commerce, token, sent),
    erasePerson(shop.commerce, {address: person.email, actor: 'test'}),
    saveSetup(shop.commerce, token, sent),
  ])
  expect(await saveSetup(shop.commerce, token, sent)).toMatchObject({kind: 'refused'})
  const {rows} = await shop.commerce.db.execute(
    sql`select 1 from service_fields where order_id = ${orderId} union all
        select 1 from service_records where order_id = ${orderId} and wrapped_key is not null`,
  )
  expect(rows).toEqual([])
})

test('a debit that fails after the deletion is told to its payer, and then they are erased', async () => {
  const person = another()
  const orderId = await buyByDebitAs(shop, person)
  const {holds, requestId} = await erasePerson(shop.commerce, {address: person.email, actor: 'test'})
  expect(holds).toMatchObject([{order: orderId}])
  await settleDebit(shop, orderId, 'failed')
  await untilPayment(orderId, 'failed')
  expect((await mailsTo(person.email)).some(({subject}) => subject.includes('did not go through'))).toBe(true)
  await advanceRequests(shop.commerce)
  expect(await findContact(shop.commerce.db, orderId)).toMatchObject({email: null})
  expect((await showRequest(shop.commerce.db, requestId))?.tasks).toMatchObject([{kind: 'redact'}])
})

async function untilPayment(orderId: string, payment: string): Promise<void> {
  for (let round = 0; round < 50; round++) {
    const order = await findOrder(shop.commerce.db, orderId)
    if (order?.payment === payment) return
    await control(shop.stripeUrl, 'deliveries/flush')
  }
  throw new Error(`The payment of ${orderId} is not ${payment}.`)
}

test('a child’s data goes to the owner, who is reminded on days 14 and 24, and ends it', async () => {
  const {db} = shop.commerce
  const parent = another()
  const {request} = await asked(parent.email, 'child')
  expect(await handOverWords(db, request.id, '  ')).toBe('empty')
  expect(await handOverWords(db, request.id, 'A message of 3 May, signed Kim-canary.')).toBe('received')
  expect(await handOverWords(db, request.id, 'again')).toBe('over')
  const toOwner = (await mailsTo('owner@shop.example')).find(({subject}) => subject.includes(request.id))
  expect(toOwner?.text).toContain('Kim-canary')
  expect((await listRequests(db, {all: false, limit: 50})).map(({id}) => id)).toContain(request.id)

  const reminders = async () =>
    (await db.select().from(outbox).where(eq(outbox.privacyRequestId, request.id)))
      .filter(({purpose}) => purpose === 'owner_privacy_reminder')
      .map(({subject}) => subject)
  for (const [days, expected] of [
    [13, []],
    [15, ['14']],
    [15, ['14']],
    [25, ['14', '24']],
  ] as const) {
    await db
      .update(privacyRequests)
      .set({receivedAt: new Date(Date.now() - days * 86_400_000)})
      .where(eq(privacyRequests.id, request.id))
    await advanceRequests(shop.commerce)
    expect((await reminders()).sort()).toEqual([...expected])
  }
  expect(await completeRequest(shop.commerce, request.id, 'ops:owner')).toEqual({ok: true})
  expect(await completeRequest(shop.commerce, request.id, 'ops:owner')).toEqual({ok: false, reason: 'over'})
  expect((await mailsTo(parent.email))[0]?.subject).toContain('Your request is done')
  await db.execute(
    sql`update privacy_requests set ended_at = now() - interval '2 hours' where ended_at is not null`,
  )
  await advanceRequests(shop.commerce)
  const dump = await dumpDatabase(db)
  expect(dump).not.toContain('Kim-canary')
  expect(dump).not.toContain(parent.email)
})

test('a request that is refused tells the person why', async () => {
  const parent = another()
  const {request} = await asked(parent.email, 'child')
  await handOverWords(shop.commerce.db, request.id, 'All invoices of my daughter’s business.')
  expect(await denyRequest(shop.commerce, request.id, {actor: 'test', why: 'That is a business.'})).toEqual({
    ok: true,
  })
  const [mail] = await mailsTo(parent.email)
  expect(mail?.text).toContain('That is a business.')
})

const withoutRedaction = SITE_KEY_PERMISSIONS.filter((name) => name !== 'redaction_job_write')

test.each([
  [
    'the account lacks the preview',
    async () => {
      const fault = {kind: 'status', status: 404, method: 'POST', path: '/v1/privacy/redaction_jobs'}
      await control(shop.stripeUrl, 'faults/api', fault)
      return shop.commerce
    },
  ],
  [
    'the key lacks the permission',
    async () => shop.instance({STRIPE_SECRET_KEY: await makeRestrictedKey(shop.stripeUrl, withoutRedaction)}),
  ],
])('when Stripe cannot redact since %s, the request stays open, and the owner is told', async (_, site) => {
  const person = another()
  await buyAs(shop, person)
  const commerce = await site()
  const {requestId} = await erasePerson(commerce, {address: person.email, actor: 'test'})
  await advanceRequests(commerce)
  await advanceRequests(commerce)
  await control(shop.stripeUrl, 'faults', {}, 'DELETE')
  const shown = await showRequest(commerce.db, requestId)
  expect(shown).toMatchObject({request: {state: 'erasing'}, tasks: [{status: 'by_hand'}], needsOwner: true})
  const mails = await mailsTo('owner@shop.example')
  expect(mails.some(({subject}) => subject.includes(requestId))).toBe(true)
  expect(await completeRequest(commerce, requestId, 'ops:owner')).toEqual({ok: true})
})

test('what is kept no longer is counted first and then deleted, and nothing else', async () => {
  const {db} = shop.commerce
  const {email} = another()
  await ask(email, 'access')
  await db.execute(
    sql`update privacy_requests set received_at = now() - interval '3 days' where email = ${email}`,
  )
  await db.execute(sql`update processed_events set processed_at = now() - interval '61 days'`)
  const due = await runRetention(shop.commerce, {dryRun: true})
  expect(due.find(({what}) => what.startsWith('Data requests'))?.rows).toBe(1)
  expect(due.find(({what}) => what.startsWith('Numbers'))?.rows).toBeGreaterThan(0)
  expect(await runRetention(shop.commerce, {dryRun: true})).toEqual(due)
  expect(await runRetention(shop.commerce, {dryRun: false})).toEqual(due)
  expect((await runRetention(shop.commerce, {dryRun: true})).every(({rows}) => rows === 0)).toBe(true)
})

test('orders that are paid are untouched by what was done to others', async () => {
  const person = another()
  const orderId = await buyAs(shop, person)
  await erasePerson(shop.commerce, {address: another().email, actor: 'test'})
  expect(await findContact(shop.commerce.db, orderId)).toMatchObject({email: person.email, name: person.name})
  await untilState(shop, orderId, 'awaiting_details')
})

test('how long an answer takes does not say whether the address is known', async () => {
  const {email} = another()
  await writeAs(shop, {...another(), email})
  const took: Record<'known' | 'unknown', number[]> = {known: [], unknown: []}
  for (let nth = 0; nth < 25; nth++) {
    for (const [kind, address] of [
      ['known', email],
      ['unknown', `nobody-${nth}@pipes.example`],
    ] as const) {
      const since = performance.now()
      expect(await ask(address, 'access')).toBe('accepted')
      took[kind].push(performance.now() - since)
    }
  }
  // How often a known address took longer than an unknown one: by chance alone half of all pairs, give or take a third.
  const pairs = took.known.flatMap((known) => took.unknown.map((unknown) => known > unknown))
  const share = pairs.filter(Boolean).length / pairs.length
  expect(share).toBeGreaterThan(0.17)
  expect(share).toBeLessThan(0.83)
})
