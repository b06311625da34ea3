import {eq, sql} from 'drizzle-orm'
import {afterAll, beforeAll, expect, test} from 'vitest'
import {auditLog, serviceFields, serviceRecords, setupLinks} from '#lib/db/schema.ts'
import {parseCommerceEnv} from '#lib/env.ts'
import {advanceOrder, resendSetupLink} from '#lib/orders/owner-actions.ts'
import {findOrder} from '#lib/orders/store.ts'
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
  opening_hours: 'Monday 8:00 to 17:00',
  takes_emergencies: 'always',
  emergency_rules: 'A burst pipe is called through.',
  qualifying_questions: 'Is the water turned off?',
  calendar_provider: 'google',
  calendar_account: 'jobs@pipes.example',
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
  const first = await open(link)
  const {business_name, ...rest} = DETAILS
  const saved = await saveSetup(
    shop.commerce,
    first.continuation,
    {business_name, calendar_credential: CANARY},
    false,
  )
  expect(saved).toMatchObject({ok: true, submitted: false, problems: {}})

  const second = await open(link)
  expect(second.draft).toEqual({values: {business_name}, savedSecrets: ['calendar_credential']})
  const {calendar_credential: _secret, ...withoutSecret} = rest
  const early = await saveSetup(
    shop.commerce,
    second.continuation,
    {business_phone: rest.business_phone},
    true,
  )
  if (!early.ok || early.submitted) throw new Error('It was sent although fields were missing.')
  expect(early.problems).toHaveProperty('services')

  const sent = await saveSetup(
    shop.commerce,
    early.continuation,
    {...withoutSecret, calendar_credential: ''},
    true,
  )
  expect(sent).toEqual({ok: true, orderId, submitted: true})
  expect((await findOrder(shop.commerce.db, orderId))?.detailsAt).toBeInstanceOf(Date)
  expect(await openSetup(shop.commerce, link)).toEqual({ok: false, reason: 'submitted'})
  expect(await resendSetupLink(shop.commerce, orderId)).toEqual({ok: false, reason: 'form-closed'})
  const data = await showServiceData(shop.commerce, orderId, 'test')
  expect(Object.fromEntries(data ?? [])).toEqual(DETAILS)
})

test('a set-up begins without the form only on the owner’s word, and the client may still send it', async () => {
  const {orderId, link} = await boughtWithLink()
  expect(await advanceOrder(shop.commerce, orderId)).toEqual({ok: false, reason: 'details-missing'})
  expect((await findOrder(shop.commerce.db, orderId))?.state).toBe('awaiting_details')
  expect(await advanceOrder(shop.commerce, orderId, {withoutDetails: true})).toMatchObject({
    ok: true,
    to: 'in_set_up',
  })
  const {continuation} = await open(link)
  expect(await saveSetup(shop.commerce, continuation, DETAILS, true)).toMatchObject({submitted: true})
  expect(await openSetup(shop.commerce, link)).toEqual({ok: false, reason: 'submitted'})
  await deliverMail(shop.commerce)
  const [toOwner] = await shop.inbox.about(`${orderId}: the set-up form is in`)
  expect(toOwner?.text).not.toContain('orders advance')
})

test('a set-up begins once the form is in', async () => {
  const {orderId, link} = await boughtWithLink()
  await saveSetup(shop.commerce, (await open(link)).continuation, DETAILS, true)
  expect(await advanceOrder(shop.commerce, orderId)).toMatchObject({ok: true, to: 'in_set_up'})
})

test('each sending of the form works once, and the link leads back', async () => {
  const {link} = await boughtWithLink()
  const {continuation} = await open(link)
  const values = {services: 'Drains'}
  const results = await Promise.all(
    [1, 2, 3].map(() => saveSetup(shop.commerce, continuation, values, false)),
  )
  expect(results.map((result) => (result.ok ? 'saved' : result.reason)).sort()).toEqual([
    'saved',
    'unknown',
    'unknown',
  ])
  expect((await open(link)).draft.values).toEqual(values)
})

test('a new link revokes the old one and the form that is open by it', async () => {
  const {orderId, link} = await boughtWithLink()
  const {continuation} = await open(link)
  await resendSetupLink(shop.commerce, orderId)
  await resendSetupLink(shop.commerce, orderId)
  const [newest, ...older] = await linksOf(orderId)
  expect(older).toEqual([link])
  expect(await openSetup(shop.commerce, link)).toEqual({ok: false, reason: 'revoked'})
  expect(await saveSetup(shop.commerce, continuation, {}, false)).toMatchObject({ok: false})
  expect(await openSetup(shop.commerce, newest ?? '')).toMatchObject({ok: true})
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
  const {link} = await boughtWithLink()
  let {continuation} = await open(link)
  for (const field of ['services', 'calendar_credential', 'business_phone']) {
    const result = await saveSetup(
      shop.commerce,
      continuation,
      {[field]: CARD, service_area: 'Springfield'},
      false,
    )
    if (!result.ok || result.submitted) throw new Error('It was not saved.')
    expect(result.problems).toEqual({[field]: expect.stringContaining('card number')})
    expect(result.draft).toEqual({values: {service_area: 'Springfield'}, savedSecrets: []})
    continuation = result.continuation
  }
})

test('neither a credential nor a card number appears in the database, the log or a mail', async () => {
  const {orderId, link} = await boughtWithLink()
  const {continuation} = await open(link)
  const saved = await saveSetup(shop.commerce, continuation, {...DETAILS, notes: CARD}, false)
  if (!saved.ok || saved.submitted) throw new Error('It was not saved.')
  await saveSetup(shop.commerce, saved.continuation, {}, true)
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
  for (const {link} of [one, two])
    await saveSetup(shop.commerce, (await open(link)).continuation, DETAILS, false)
  const {db} = shop.commerce
  const [stolen] = await db.select().from(serviceFields).where(eq(serviceFields.orderId, one.orderId))
  await db.update(serviceFields).set({sealed: stolen?.sealed}).where(eq(serviceFields.orderId, two.orderId))
  await expect(showServiceData(shop.commerce, two.orderId, 'test')).rejects.toThrow()
})

test('keys are rotated without touching a value, and the old key can then be taken away', async () => {
  const {orderId, link} = await boughtWithLink()
  await saveSetup(shop.commerce, (await open(link)).continuation, DETAILS, false)
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
  await saveSetup(shop.commerce, (await open(link)).continuation, DETAILS, false)
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
