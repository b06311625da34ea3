import {eq, sql} from 'drizzle-orm'
import {afterAll, beforeAll, expect, test} from 'vitest'
import {auditLog, serviceFields, serviceRecords, setupLinks} from '#lib/db/schema.ts'
import {parseCommerceEnv} from '#lib/env.ts'
import {advanceOrder, resendSetupLink} from '#lib/orders/owner-actions.ts'
import {findOrder} from '#lib/orders/store.ts'
import {describeDetails} from '#lib/setup/fields.ts'
import {openSetup, saveSetup} from '#lib/setup/form.ts'
import {eraseServiceData, rotateKeys, showServiceData} from '#lib/setup/service-data.ts'
import {deliverMail} from '#lib/workers.ts'
import {buy, openShop, type Shop} from '#tests/support/shop/shop.ts'

const CANARY = 'canary-Tr0ub4dor-credential'
const CARD = '4242 4242 4242 4242'
const DETAILS = {
  business_name: 'Pipes & Sons',
  business_phone: '415 555 2671',
  services: 'Drain cleaning',
  service_area: 'Springfield, 20 miles',
  time_zone: 'America/Chicago',
  monday_opens: '08:00',
  monday_closes: '17:00',
  tuesday_opens: 'same',
  wednesday_opens: 'same',
  thursday_opens: 'same',
  friday_opens: 'same',
  saturday_opens: 'closed',
  sunday_opens: 'closed',
  takes_emergencies: 'always',
  emergency_rules: 'A burst pipe is called through.',
  qualifying_questions: 'Is the water turned off?',
  calendar_provider: 'other',
  calendar_system: 'iCloud',
  calendar_user: 'jobs@pipes.example',
  calendar_credential: CANARY,
  handoff_method: 'text',
  handoff_number: '415 555 2672',
}

let shop: Shop

beforeAll(async () => {
  shop = await openShop()
})
afterAll(() => shop.close())

/** Every link that was mailed for an order, newest first. */
async function linksOf(orderId: string): Promise<string[]> {
  await deliverMail(shop.commerce)
  const mails = await shop.inbox.about(orderId)
  return mails.flatMap(({text}) => /setup\?link=([\w-]{43})/.exec(text)?.[1] ?? [])
}

async function boughtWithLink(): Promise<{orderId: string; link: string}> {
  const {orderId} = await buy(shop)
  const [link] = await linksOf(orderId)
  if (link === undefined) throw new Error('No link was mailed.')
  return {orderId, link}
}

async function open(link: string) {
  const form = await openSetup(shop.commerce, link)
  if (!form.ok) throw new Error(form.reason)
  return form
}

/** Opens the form, changes what is given, and sends it. */
async function save(link: string, typed: Record<string, string>, submit = false) {
  const {draft, shown} = await open(link)
  return saveSetup(shop.commerce, link, {typed: {...draft.values, ...typed}, shown, submit})
}

const storedOf = async (orderId: string) =>
  Object.fromEntries((await showServiceData(shop.commerce, orderId, 'test')) ?? [])

/** Every row of every table, as text. */
async function dump(): Promise<string> {
  const {db} = shop.commerce
  const tables = await db.execute<{name: string}>(
    sql`select quote_ident(table_name) as name from information_schema.tables where table_schema = 'public'`,
  )
  const texts = await Promise.all(
    tables.rows.map(async ({name}) => {
      const {rows} = await db.execute<{row: string}>(sql.raw(`select t::text as row from ${name} t`))
      return rows.map(({row}) => row).join('\n')
    }),
  )
  return texts.join('\n')
}

test('the form is filled in over two sittings and sent', async () => {
  const {orderId, link} = await boughtWithLink()
  const {business_name, ...rest} = DETAILS
  expect(await save(link, {business_name, calendar_credential: CANARY})).toEqual({kind: 'saved'})

  const second = await open(link)
  expect(second.draft).toEqual({values: {business_name}, savedSecrets: ['calendar_credential']})
  const {calendar_credential: _secret, ...withoutSecret} = rest
  const early = await save(link, {business_phone: rest.business_phone}, true)
  expect(early).toMatchObject({kind: 'returned', problems: {services: expect.any(String)}, conflicts: []})
  expect((await findOrder(shop.commerce.db, orderId))?.detailsAt).toBeNull()

  expect(await save(link, {...withoutSecret, calendar_credential: ''}, true)).toEqual({kind: 'submitted'})
  expect((await findOrder(shop.commerce.db, orderId))?.detailsAt).toBeInstanceOf(Date)
  expect(await openSetup(shop.commerce, link)).toEqual({ok: false, reason: 'submitted', orderId})
  expect(await resendSetupLink(shop.commerce, orderId)).toEqual({ok: false, reason: 'form-closed'})
  expect(await storedOf(orderId)).toEqual(DETAILS)
})

test('a password that a shared calendar does not need is not kept with a form that is sent', async () => {
  const {orderId, link} = await boughtWithLink()
  await save(link, DETAILS)
  const shared = {calendar_provider: 'outlook', calendar_account: 'jobs@pipes.example'}
  expect(await save(link, shared, true)).toEqual({kind: 'submitted'})
  const stored = await storedOf(orderId)
  expect(stored).toMatchObject(shared)
  expect(describeDetails(new Map(Object.entries(stored)))).toEqual(
    expect.arrayContaining([
      ['Monday, opens', '8:00 am'],
      ['Tuesday, opens', 'As on Monday'],
      ['Calendar', 'Outlook Calendar'],
    ]),
  )
  expect([stored.calendar_credential, stored.calendar_user, stored.calendar_system].join('')).toBe('')
})

test('a set-up begins without the form only on the owner’s word, and the client may still send it', async () => {
  const {orderId, link} = await boughtWithLink()
  expect(await advanceOrder(shop.commerce, orderId)).toEqual({ok: false, reason: 'details-missing'})
  expect((await findOrder(shop.commerce.db, orderId))?.state).toBe('awaiting_details')
  expect(await advanceOrder(shop.commerce, orderId, {withoutDetails: true})).toMatchObject({
    ok: true,
    to: 'in_set_up',
  })
  expect(await save(link, DETAILS, true)).toEqual({kind: 'submitted'})
  expect(await openSetup(shop.commerce, link)).toEqual({ok: false, reason: 'submitted', orderId})
  await deliverMail(shop.commerce)
  const [toOwner] = await shop.inbox.about(`${orderId}: the set-up form is in`)
  expect(toOwner?.text).not.toContain('orders advance')
})

test('a set-up begins once the form is in', async () => {
  const {orderId, link} = await boughtWithLink()
  await save(link, DETAILS, true)
  expect(await advanceOrder(shop.commerce, orderId)).toMatchObject({ok: true, to: 'in_set_up'})
})

test('a form that is saved three times at once is saved', async () => {
  const {link, orderId} = await boughtWithLink()
  const {shown} = await open(link)
  const typed = {services: 'Drains'}
  const results = await Promise.all(
    [1, 2, 3].map(() => saveSetup(shop.commerce, link, {typed, shown, submit: false})),
  )
  expect(results).toEqual([{kind: 'saved'}, {kind: 'saved'}, {kind: 'saved'}])
  expect(await storedOf(orderId)).toEqual(typed)
})

test('two windows save one form, and neither loses a word of the other', async () => {
  const {link, orderId} = await boughtWithLink()
  await save(link, {services: 'Drains', website: 'https://pipes.example'})
  const [one, two] = [await open(link), await open(link)]
  const send = ({shown, draft}: typeof one, typed: Record<string, string>) =>
    saveSetup(shop.commerce, link, {typed: {...draft.values, ...typed}, shown, submit: false})

  expect(await send(one, {services: 'Drains and pipes', website: ''})).toEqual({kind: 'saved'})
  expect(await send(two, {services: 'Boilers', notes: 'Ring twice'})).toEqual({
    kind: 'returned',
    problems: {},
    conflicts: ['services'],
  })
  expect(await storedOf(orderId)).toEqual({services: 'Drains and pipes', website: '', notes: 'Ring twice'})

  const seen = await open(link)
  expect(await send(seen, {services: 'Boilers'})).toEqual({kind: 'saved'})
  expect(await storedOf(orderId)).toMatchObject({services: 'Boilers'})
})

test('a form is not sent off over words that another window saved', async () => {
  const {link, orderId} = await boughtWithLink()
  const old = await open(link)
  await save(link, DETAILS)
  const typed = {...DETAILS, services: 'Boilers'}
  expect(await saveSetup(shop.commerce, link, {typed, shown: old.shown, submit: true})).toMatchObject({
    kind: 'returned',
    conflicts: ['services'],
  })
  expect((await findOrder(shop.commerce.db, orderId))?.detailsAt).toBeNull()
})

test('a form that is in says so however often it is sent, and tells what it lacks', async () => {
  const {link, orderId} = await boughtWithLink()
  const {shown} = await open(link)
  const send = (typed: Record<string, string>) => saveSetup(shop.commerce, link, {typed, shown, submit: true})
  expect(await Promise.all([send(DETAILS), send(DETAILS), send(DETAILS)])).toEqual([
    {kind: 'submitted'},
    {kind: 'submitted'},
    {kind: 'submitted'},
  ])
  expect(await send({...DETAILS, notes: 'One thing more'})).toEqual({
    kind: 'refused',
    reason: 'submitted',
    unsaved: ['notes'],
  })
  expect(await storedOf(orderId)).toEqual(DETAILS)
  await deliverMail(shop.commerce)
  const mails = await shop.inbox.about(orderId)
  expect(mails.filter(({subject}) => subject.includes('the set-up form is in'))).toHaveLength(1)
})

test('a new link revokes the old one and the form that is open by it', async () => {
  const {orderId, link} = await boughtWithLink()
  const {shown} = await open(link)
  await resendSetupLink(shop.commerce, orderId)
  await resendSetupLink(shop.commerce, orderId)
  const [newest, ...older] = await linksOf(orderId)
  expect(older).toEqual([link])
  expect(await openSetup(shop.commerce, link)).toEqual({ok: false, reason: 'revoked'})
  const typed = {services: 'Drains', notes: ' '}
  expect(await saveSetup(shop.commerce, link, {typed, shown, submit: false})).toEqual({
    kind: 'refused',
    reason: 'revoked',
    unsaved: ['services'],
  })
  expect(await storedOf(orderId)).toEqual({})
  expect(await openSetup(shop.commerce, newest ?? '')).toMatchObject({ok: true})
})

test('a link that was replaced is not told what a form that is in holds', async () => {
  const {orderId, link} = await boughtWithLink()
  await resendSetupLink(shop.commerce, orderId)
  const [newest] = await linksOf(orderId)
  await save(newest ?? '', DETAILS, true)
  const guess = {services: DETAILS.services}
  expect(await saveSetup(shop.commerce, link, {typed: guess, shown: undefined, submit: false})).toEqual({
    kind: 'refused',
    reason: 'submitted',
    unsaved: ['services'],
  })
})

test('a link works for 14 days', async () => {
  const {orderId, link} = await boughtWithLink()
  const [row] = await shop.commerce.db.select().from(setupLinks).where(eq(setupLinks.orderId, orderId))
  const days = ((row?.expiresAt.getTime() ?? 0) - (row?.createdAt.getTime() ?? 0)) / 86_400_000
  expect(Math.round(days)).toBe(14)
  const ended = {expiresAt: sql`now() - interval '1 second'`}
  await shop.commerce.db.update(setupLinks).set(ended).where(eq(setupLinks.orderId, orderId))
  expect(await openSetup(shop.commerce, link)).toEqual({ok: false, reason: 'expired'})
  expect(await openSetup(shop.commerce, 'x'.repeat(43))).toEqual({ok: false, reason: 'unknown'})
})

test('a card number is refused in any field, and the rest is kept', async () => {
  const {link, orderId} = await boughtWithLink()
  for (const field of ['services', 'calendar_credential', 'business_phone']) {
    expect(await save(link, {[field]: CARD, service_area: 'Springfield'})).toEqual({
      kind: 'returned',
      problems: {[field]: expect.stringContaining('card number')},
      conflicts: [],
    })
    expect(await storedOf(orderId)).toEqual({service_area: 'Springfield'})
  }
})

test('neither a credential nor a card number appears in the database, the log or a mail', async () => {
  const {orderId, link} = await boughtWithLink()
  expect(await save(link, {...DETAILS, notes: CARD})).toMatchObject({kind: 'returned'})
  expect(await save(link, {}, true)).toEqual({kind: 'submitted'})
  await deliverMail(shop.commerce)
  const mails = JSON.stringify(await shop.inbox.about(orderId))
  const database = await dump()
  expect(database).toContain(orderId)
  for (const place of [database, shop.logged(), mails]) {
    for (const secret of [CANARY, Buffer.from(CANARY).toString('hex'), CARD, '4242424242424242', link]) {
      if (place !== mails || secret !== link) expect(place).not.toContain(secret)
    }
  }
})

test('a value that is moved to another record or field cannot be opened', async () => {
  const [one, two] = [await boughtWithLink(), await boughtWithLink()]
  for (const {link} of [one, two]) await save(link, DETAILS)
  const {db} = shop.commerce
  const [stolen] = await db.select().from(serviceFields).where(eq(serviceFields.orderId, one.orderId))
  await db.update(serviceFields).set({sealed: stolen?.sealed}).where(eq(serviceFields.orderId, two.orderId))
  await expect(showServiceData(shop.commerce, two.orderId, 'test')).rejects.toThrow()
})

test('keys are rotated without touching a value, and the old key can then be taken away', async () => {
  const {orderId, link} = await boughtWithLink()
  await save(link, DETAILS)
  const sealed = () => shop.commerce.db.select().from(serviceFields).where(eq(serviceFields.orderId, orderId))
  const before = await sealed()
  const fresh = `next:${Buffer.alloc(32, 9).toString('base64')}`
  const keysOf = (SERVICE_DATA_KEYS: string) =>
    parseCommerceEnv({...shop.env, SERVICE_DATA_KEYS}).SERVICE_DATA_KEYS
  const both = {...shop.commerce, keys: keysOf(`${fresh},${shop.env.SERVICE_DATA_KEYS}`)}
  expect(await rotateKeys(both, 'test')).toBeGreaterThan(0)
  expect(await rotateKeys(both, 'test')).toBe(0)
  expect(await sealed()).toEqual(before)
  const only = {...shop.commerce, keys: keysOf(fresh)}
  expect((await showServiceData(only, orderId, 'test'))?.get('calendar_credential')).toBe(CANARY)
  await expect(showServiceData(shop.commerce, orderId, 'test')).rejects.toThrow('no key with the id next')
  await rotateKeys({...shop.commerce, keys: keysOf(`${shop.env.SERVICE_DATA_KEYS},${fresh}`)}, 'test')
})

test('erasing destroys the key, and who looked stays on record for good', async () => {
  const {orderId, link} = await boughtWithLink()
  await save(link, DETAILS)
  await showServiceData(shop.commerce, orderId, 'ops:ann')
  const {db} = shop.commerce
  await db.transaction((transaction) => eraseServiceData(transaction, orderId, 'ops:ann'))
  const [record] = await db.select().from(serviceRecords).where(eq(serviceRecords.orderId, orderId))
  expect(record).toMatchObject({keyId: null, wrappedKey: null})
  expect(await showServiceData(shop.commerce, orderId, 'ops:ann')).toEqual(new Map())
  const audit = await db.select().from(auditLog).where(eq(auditLog.orderId, orderId))
  expect(audit.map(({actor, action}) => `${actor} ${action}`)).toEqual([
    'ops:ann service-data show',
    'ops:ann service-data erase',
    'ops:ann service-data show',
  ])
  for (const change of [
    sql`delete from audit_log`,
    sql`update audit_log set actor = 'nobody'`,
    sql`truncate audit_log`,
  ]) {
    await expect(db.execute(change)).rejects.toMatchObject({
      cause: {message: expect.stringContaining('append-only')},
    })
  }
})
