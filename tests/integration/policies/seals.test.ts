import {sql} from 'drizzle-orm'
import pino from 'pino'
import {afterAll, beforeAll, beforeEach, expect, test, vi} from 'vitest'
import {keepVersions} from '#lib/content/seals.ts'
import {textInForce} from '#lib/content/versions.ts'
import {connectDatabase, type Database} from '#lib/db/database.ts'
import {policySeals} from '#lib/db/schema.ts'
import {legalText, textHash} from '#lib/format/legal-text.ts'
import {publishPolicy} from '#sanity/publish-policy.ts'
import {startTestLake, type TestLake} from '#tests/support/lake.ts'
import {policyDocument} from '#tests/support/policies.ts'
import {startMigratedPostgres} from '#tests/support/shop/migrated-database.ts'
import {SITE_VARIABLES} from '#tests/support/site-variables.ts'
import {SlowLake} from '#tests/support/slow-lake.ts'

const ID = 'policy-privacy'

let lake: TestLake
/** What the site sees of the lake. */
let seen: SlowLake
let db: Database
let close: () => Promise<void>

beforeAll(async () => {
  const postgres = await startMigratedPostgres()
  const connection = connectDatabase(postgres.url)
  db = connection.db
  lake = await startTestLake()
  seen = await SlowLake.start(lake.url)
  const env = {
    ...SITE_VARIABLES,
    ...lake.env,
    SANITY_API_HOST: seen.url,
    SANITY_READ_TOKEN: lake.token('viewer'),
  }
  for (const [name, value] of Object.entries(env)) vi.stubEnv(name, value)
  close = async () => {
    await connection.close()
    await postgres.stop()
    seen.close()
    await lake.close()
  }
})

afterAll(async () => {
  vi.unstubAllEnvs()
  await close()
})

beforeEach(async () => {
  await lake.client.delete({query: '*[_type in ["policy", "policyVersion"]]'})
  // Seals can be taken away only where no trigger runs.
  await db.transaction(async (transaction) => {
    await transaction.execute(sql`set local session_replication_role = replica`)
    await transaction.delete(policySeals)
  })
})

async function publish(text: string, effectiveOn?: string, client = lake.client) {
  await lake.client.createOrReplace({
    ...policyDocument('privacy', {title: 'Privacy', text}),
    _id: `drafts.${ID}`,
  })
  const [draft, published] = await lake.client.getDocuments([`drafts.${ID}`, ID])
  if (!draft) throw new Error('There is no draft.')
  return publishPolicy(client, {
    draft,
    published: published ?? undefined,
    policyId: ID,
    summary: `It says ${text}.`,
    kind: 'meaning',
    effectiveOn,
  })
}

/** One round of the site's upkeep. */
async function keep(options: {token?: string; now?: Date} = {token: lake.token('editor')}) {
  const alerts: string[] = []
  const result = await keepVersions({
    db,
    log: pino({level: 'silent'}),
    timeZone: 'America/New_York',
    token: undefined,
    alert: async (alert) => {
      alerts.push(alert)
    },
    ...options,
  })
  return {...result, alerts}
}

const SOUND = {adopted: [], broken: [], alerts: []}
const BROKEN = {broken: [`${ID}@1`], alerts: ['policy-version-changed']}

test('versions are sealed once, in a chain that no connection can change', async () => {
  await publish('one')
  await publish('two')
  expect(await keep()).toEqual(SOUND)
  expect(await keep()).toEqual(SOUND)
  const rows = await db.select().from(policySeals).orderBy(policySeals.position)
  expect(rows.map(({number, position}) => [position, number])).toEqual([
    [1, 1],
    [2, 2],
  ])
  expect(rows[1]?.previous).toBe(rows[0]?.seal)
  await expect(db.execute(sql`update policy_seals set hash = 'x'`)).rejects.toThrow()
  await expect(db.execute(sql`delete from policy_seals`)).rejects.toThrow()
  await expect(db.execute(sql`truncate policy_seals`)).rejects.toThrow()
})

test.each([
  ['its text', {'body[0].children[0].text': 'forged'}],
  ['its date', {date: '2020-01-01'}],
  ['what is said to have changed', {summary: 'Nothing at all.'}],
  ['its hash', {hash: '0'.repeat(64)}],
  ['its day', {effectiveOn: '2020-01-01', withdrawnOn: '2019-12-31'}],
])('a version of which %s was changed by a token is told to the owner', async (_, change) => {
  await publish('one')
  await publish('two')
  expect(await keep()).toEqual(SOUND)
  await lake.client.patch(`${ID}-version-1`).set(change).commit()
  expect(await keep()).toMatchObject(BROKEN)
})

test('a version whose text and hash were changed together does not fit its seal either', async () => {
  await publish('one')
  await publish('two')
  await keep()
  const forged = policyDocument('privacy', {title: 'Privacy', text: 'forged'})
  await lake.client
    .patch(`${ID}-version-1`)
    .set({...legalText(forged), hash: await textHash(legalText(forged))})
    .commit()
  expect(await keep()).toMatchObject(BROKEN)
})

test('a version that was removed is missed, and one that was slipped in is no version', async () => {
  await publish('one')
  await publish('two')
  await keep()
  await lake.client.delete(`${ID}-version-1`)
  expect(await keep()).toMatchObject(BROKEN)
  const second = await lake.client.getDocument(`${ID}-version-2`)
  if (!second) throw new Error('There is no version 2.')
  await lake.client.create({...second, _id: `${ID}-version-9`, number: 9, withdrawnOn: '2026-01-01'})
  expect((await keep()).broken).toEqual([`${ID}@1`, `${ID}@9`])
})

test('a text that was published by another way becomes a version, once, and takes its date', async () => {
  await publish('We may keep it.')
  await keep()
  const {body} = policyDocument('privacy', {title: 'Privacy', text: 'We never keep it.'})
  await lake.client.patch(ID).set({body}).commit()
  const now = new Date('2026-03-01T12:00:00Z')
  const token = lake.token('editor')
  expect(await keep({token, now})).toEqual({...SOUND, adopted: [ID]})
  expect(await keep({token, now})).toEqual(SOUND)
  expect(await lake.client.getDocument(`${ID}-version-2`)).toMatchObject({
    number: 2,
    date: '2026-03-01',
    kind: 'meaning',
    summary: 'Published without a summary. The beginning: “may” is now “never”.',
  })
  expect(await lake.client.getDocument(ID)).toMatchObject({lastUpdated: '2026-03-01'})
})

test('two machines that find the same text make one version of it', async () => {
  await publish('one')
  const {body} = policyDocument('privacy', {title: 'Privacy', text: 'another'})
  await lake.client.patch(ID).set({body}).commit()
  await Promise.all([keep(), keep()])
  expect(await lake.client.fetch('count(*[_type == "policyVersion"])')).toBe(2)
  expect(await db.$count(policySeals)).toBe(2)
})

/** What stands in the lake: the text that readers have, and the texts and numbers of its versions. */
async function stored() {
  const page = await lake.client.fetch('*[_id == $id][0]{lastUpdated, "text": pt::text(body)}', {id: ID})
  const versions: {number: number; date: string; text: string}[] = await lake.client.fetch(
    '*[_type == "policyVersion"] | order(number) {number, date, "text": pt::text(body)}',
  )
  return {page, versions}
}

test('who publishes is cut off at any step: page and version are both there, or neither is', async () => {
  const client = lake.client.withConfig({apiHost: seen.url, maxRetries: 0})
  await publish('one')
  let requests = 0
  for (let wasCutOff = true; wasCutOff; requests++) {
    seen.cutOffAfter(requests)
    await publish(`text ${requests}`, undefined, client).catch(() => undefined)
    wasCutOff = seen.isCutOff
    seen.mend()
    const {page, versions} = await stored()
    expect(versions.at(-1)).toMatchObject({text: page.text, date: page.lastUpdated})
    expect(versions.map(({number}) => number)).toEqual(versions.map((_, index) => index + 1))
    expect(await keep()).toEqual(SOUND)
  }
  expect(requests).toBeGreaterThan(1)
})

test('upkeep is cut off at any step: there is no half version, and the next round does the rest', async () => {
  await publish('one')
  let requests = 0
  for (let wasCutOff = true; wasCutOff; requests++) {
    const text = `text ${requests}`
    const {body} = policyDocument('privacy', {title: 'Privacy', text})
    await lake.client.patch(ID).set({body}).commit()
    seen.cutOffAfter(requests)
    await keep().catch(() => undefined)
    wasCutOff = seen.isCutOff
    seen.mend()
    await keep()
    expect(await keep()).toEqual(SOUND)
    const {page, versions} = await stored()
    expect(versions.at(-1)).toMatchObject({text, number: requests + 2, date: page.lastUpdated})
    expect(await db.$count(policySeals)).toBe(versions.length)
  }
  expect(requests).toBeGreaterThan(2)
})

test('without a token nothing is written to the Content Lake, and the owner is told', async () => {
  await lake.client.create(policyDocument('privacy', {title: 'Privacy', text: 'one'}))
  expect(await keep({})).toEqual({...SOUND, alerts: ['policy-without-version']})
  expect(await lake.client.fetch('count(*[_type == "policyVersion"])')).toBe(0)
})

test('the text in force follows the day of the business, and so does what an order is bound to', async () => {
  await publish('one')
  await publish('two', '2099-03-15')
  const policy = (await lake.client.getDocument(ID)) ?? {}
  const at = (moment: string) => textInForce(ID, policy, new Date(moment))
  const before = await at('2099-03-15T03:59:59Z')
  expect(before).toMatchObject({version: {number: 1}, upcoming: [{number: 2}]})
  expect(before.earlier?.body).toMatchObject([{children: [{text: 'one'}]}])
  const after = await at('2099-03-15T04:00:00Z')
  expect(after).toMatchObject({version: {number: 2}, earlier: undefined, upcoming: []})
})
