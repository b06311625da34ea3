import {mkdtemp, readdir, readFile, rm, stat, truncate, utimes, writeFile} from 'node:fs/promises'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import type {IdentifiedSanityDocumentStub} from '@sanity/client'
import {generateX25519Identity} from 'age-encryption'
import {sql} from 'drizzle-orm'
import pg from 'pg'
import {afterAll, beforeAll, expect, test} from 'vitest'
import {z} from 'zod'
import {verifyAudit} from '#lib/audit.ts'
import {connectDatabase, migrate} from '#lib/db/database.ts'
import {findContact} from '#lib/orders/store.ts'
import {erasePerson} from '#lib/personal-data/carry-out.ts'
import {showServiceData} from '#lib/setup/service-data.ts'
import {writeArchive} from '#scripts/backup/archive.ts'
import {backUpDatabase} from '#scripts/backup/database.ts'
import {seed} from '#scripts/content/seed.ts'
import {runOps} from '#scripts/ops/run-ops.ts'
import {type Ended, runHere} from '#tests/support/commands.ts'
import {startTestLake, type TestLake} from '#tests/support/lake.ts'
import {
  buyAs,
  dumpDatabase,
  saveSetupAs,
  somebody,
  type TestPerson,
  writeAs,
} from '#tests/support/people/person.ts'
import {type RealPostgres, startRealPostgres} from '#tests/support/programs/postgres.ts'
import {redAboveBlue} from '#tests/support/red-above-blue.ts'
import {openShop, type Shop, SITE_URL} from '#tests/support/shop/shop.ts'

const ANN = somebody('Backupann', '+1 415 555 2901')
const BOB = somebody('Backupbob', '+1 415 555 2902')

let shop: Shop
let lake: TestLake
let postgres: RealPostgres
let folder: string
let backups: string
let identity: string
let archive: string
const orders = new Map<TestPerson, string>()

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'backup-'))
  backups = join(folder, 'backups')
  identity = join(folder, 'key.txt')
  shop = await openShop()
  lake = await startTestLake()
  postgres = await startRealPostgres()
  for (const person of [ANN, BOB]) {
    const order = await buyAs(shop, person)
    orders.set(person, order)
    await saveSetupAs(shop, person, order)
    await writeAs(shop, person)
  }
  await fillLake(lake)
  const made = await ops(origin(), 'backup', 'new-key', '--out', identity)
  recipients = /BACKUP_RECIPIENTS=(\S+)/.exec(made.out)?.[1] ?? ''
  const written = await ops(origin(), 'backup')
  expect(written).toMatchObject({code: 0, err: ''})
  archive = /^(\S+\.tar\.gz\.age) is written/m.exec(written.out)?.[1] ?? ''
}, 300_000)
afterAll(async () => {
  await Promise.all([shop?.close(), lake?.close(), postgres?.stop()])
  await rm(folder, {recursive: true, force: true})
})

let recipients = ''

type Variables = Record<string, string>

/** The variables of the machine that is backed up. */
const origin = (): Variables => ({
  ...shop.env,
  ...lake.env,
  SITE_URL,
  SANITY_READ_TOKEN: lake.token('viewer'),
  BACKUP_DIR: backups,
  BACKUP_RECIPIENTS: recipients,
})

/** Runs a command in this process, with no person at its terminal. */
const ops = (env: Variables, ...args: string[]): Promise<Ended> =>
  runHere((around) => runOps(args, {...around, isTerminal: false}), env)

/** First content, a draft, two documents that refer to each other, and a picture that an editor has described. */
async function fillLake({client, env}: TestLake): Promise<void> {
  expect(await runHere(seed, env)).toMatchObject({code: 0})
  const picture = await client.assets.upload('image', await redAboveBlue(), {filename: 'pipes.png'})
  await client.patch(picture._id).set({altText: 'Red above blue', title: 'Pipes'}).commit()
  await client.assets.upload('file', Buffer.from('a price list'), {filename: 'prices.txt'})
  const notes: IdentifiedSanityDocumentStub[] = [
    // The text has a character that ends a line elsewhere than in JSON.
    {_id: 'one', _type: 'note', other: {_type: 'reference', _ref: 'two'}, text: 'Ünïcode \u2028 “words”'},
    {
      _id: 'two',
      _type: 'note',
      other: {_type: 'reference', _ref: 'one'},
      pictures: [{_key: 'a', _type: 'image', asset: {_type: 'reference', _ref: picture._id}}],
      maybe: {_type: 'reference', _ref: 'not-there', _weak: true},
    },
    {_id: 'drafts.one', _type: 'note', text: 'not published'},
  ]
  await client.mutate(notes.map((document) => ({createOrReplace: document})))
}

let databases = 0

/** The address of a new database with nothing in it. */
async function emptyDatabase(): Promise<string> {
  databases += 1
  const client = new pg.Client(postgres.url)
  await client.connect()
  await client.query(`create database machine_${databases}`)
  await client.end()
  return postgres.url.replace(/postgres$/, `machine_${databases}`)
}

const restore = (env: Variables, ...args: string[]) =>
  ops(env, 'backup', 'restore', archive, '--identity', identity, '--yes', ...args)

async function rowsAt(url: string): Promise<string> {
  const {db, close} = connectDatabase(url)
  return dumpDatabase(db).finally(close)
}

const rawDocuments = z.array(z.looseObject({_id: z.string(), _type: z.string(), url: z.string().optional()}))

/** Every document but for what each lake says of its own, and the bytes of every file. */
async function contentOf({client}: TestLake) {
  const documents = rawDocuments.parse(await client.fetch('*[!(_id in path("_.**"))] | order(_id asc)'))
  const files = await Promise.all(
    documents.flatMap(({_id, _type, url = ''}) =>
      _type.endsWith('Asset')
        ? fetch(url).then(async (answer) => [_id, Buffer.from(await answer.arrayBuffer()).toString('base64')])
        : [],
    ),
  )
  const own = (document: (typeof documents)[number]) =>
    document._type.endsWith('Asset') ? ['_rev', '_createdAt', '_updatedAt', 'uploadId', 'url'] : ['_rev']
  const compared = documents.map((document) =>
    Object.fromEntries(Object.entries(document).filter(([name]) => !own(document).includes(name))),
  )
  return {documents: compared, files}
}

test('an empty machine has, after a restore, every row, every document and every byte of every picture', async () => {
  const machine = {...origin(), DATABASE_URL: await emptyDatabase()}
  const other = await startTestLake()
  try {
    const env = {...machine, ...other.env}
    expect(await restore(env)).toMatchObject({code: 0, err: ''})
    expect(await rowsAt(env.DATABASE_URL)).toEqual(await rowsAt(origin().DATABASE_URL ?? ''))
    const [restored, original] = [await contentOf(other), await contentOf(lake)]
    expect(restored).toEqual(original)
    expect(original.files).toHaveLength(2)
    expect(original.documents.length).toBeGreaterThan(10)

    // What is sealed opens, the chain of the audit log is whole, and ids that were given out are not given out again.
    const {db, close} = connectDatabase(env.DATABASE_URL)
    const order = orders.get(BOB) ?? ''
    expect(
      JSON.stringify([...((await showServiceData({...shop.commerce, db}, order, 'test')) ?? [])]),
    ).toContain(BOB.secret)
    expect(await verifyAudit(db)).toMatchObject({ok: true})
    await close()
    // It is not empty any more.
    expect(await restore(env)).toMatchObject({code: 1, err: expect.stringMatching(/database is not empty/)})
    expect(await restore(env, '--only', 'dataset')).toMatchObject({
      code: 1,
      err: expect.stringMatching(/dataset production is not empty \(\d+ documents\)/),
    })
  } finally {
    await other.close()
  }
})

test('who is erased after a backup is erased again when it is restored, and nobody else', async () => {
  await erasePerson(shop.commerce, {address: ANN.email, actor: 'test'})
  // The hourly run makes no second copy, and notes who was erased meanwhile.
  expect(await ops(origin(), 'backup', '--every', '24')).toMatchObject({code: 0})
  expect(await readdir(backups)).toHaveLength(2)
  expect(await readFile(join(backups, 'erasures.json'), 'utf8')).not.toContain(ANN.email)

  // Nothing is written to the dataset, so its token may be missing.
  const env = {...origin(), DATABASE_URL: await emptyDatabase(), SANITY_WRITE_TOKEN: ''}
  const restored = await restore(env, '--only', 'database')
  expect(restored).toMatchObject({code: 0, out: expect.stringContaining('1 people who were erased since')})
  const rows = await rowsAt(env.DATABASE_URL)
  for (const word of [ANN.name, ANN.business, ANN.words]) expect(rows).not.toContain(word)
  // The request that carries it out holds the address until Stripe has done its part.
  const lines = rows.split('\n').filter((row) => row.includes(ANN.email))
  expect(lines).toEqual([expect.stringMatching(/^privacy_requests .*,erasing,/)])
  expect(rows).toContain(BOB.email)
  const {db, close} = connectDatabase(env.DATABASE_URL)
  expect(await findContact(db, orders.get(BOB) ?? '')).toMatchObject({email: BOB.email})
  expect(await showServiceData({...shop.commerce, db}, orders.get(ANN) ?? '', 'test')).toEqual(new Map())
  await close()

  // The list outlives a database that knows less.
  expect(await ops({...env, BACKUP_DIR: backups}, 'backup', '--every', '24')).toMatchObject({code: 0})
  expect(JSON.parse(await readFile(join(backups, 'erasures.json'), 'utf8'))).toHaveLength(1)
})

test('a backup reads as whole with its key, and says what is in it', async () => {
  const verified = await ops(origin(), 'backup', 'verify', '--identity', identity)
  expect(verified).toMatchObject({code: 0, out: expect.stringContaining('is whole')})
  expect(verified.out).toMatch(/Keys that it needs\s+\W+\s+test/)
  expect((await stat(archive)).mode & 0o777).toBe(0o600)
  const bytes = await readFile(archive, 'latin1')
  for (const word of [BOB.email, BOB.name, 'privacy']) expect(bytes).not.toContain(word)
})

test('the wrong key, a damaged copy and a file of another kind are refused in plain words, before anything is written', async () => {
  const env = {...origin(), DATABASE_URL: await emptyDatabase()}
  const refused = async (file: string, key: string, words: RegExp) => {
    const ended = await ops(env, 'backup', 'restore', file, '--identity', key, '--yes', '--only', 'database')
    expect(ended).toMatchObject({code: 1, err: expect.stringMatching(words)})
    expect(await rowsAt(env.DATABASE_URL)).toBe('')
  }
  const otherKey = join(folder, 'other.txt')
  await writeFile(otherKey, await generateX25519Identity())
  await refused(archive, otherKey, /This key does not open/)
  await writeFile(otherKey, 'a shopping list')
  await refused(archive, otherKey, /holds no private key/)
  await refused(archive, join(folder, 'missing.txt'), /cannot be read/)
  await refused(join(folder, 'missing.age'), identity, /There is no file/)

  const copy = join(folder, 'copy.age')
  const whole = await readFile(archive)
  for (const at of [0.3, 0.6, 0.99]) {
    const changed = Buffer.from(whole)
    const index = Math.floor(whole.length * at)
    changed[index] = (changed[index] ?? 0) ^ 1
    await writeFile(copy, changed)
    await refused(copy, identity, /is damaged/)
  }
  await writeFile(copy, whole)
  await truncate(copy, whole.length - 70_000)
  await refused(copy, identity, /is damaged/)
  await writeFile(copy, 'not a backup at all')
  await refused(copy, identity, /is damaged, or no backup/)
})

test('a backup of a newer version of the site is refused; one of an older version is brought up to date', async () => {
  const write = async (name: string, change: (migrations: string[]) => string[]) => {
    const file = join(folder, name)
    await writeArchive(file, [recipients], async (add) => {
      const database = await backUpDatabase(origin().DATABASE_URL ?? '', add)
      return {
        madeAt: new Date().toISOString(),
        site: SITE_URL,
        database: {...database, migrations: change(database.migrations)},
        dataset: {projectId: 'x', name: 'x', documents: 0, assets: 0},
      }
    })
    return file
  }
  const env = {...origin(), DATABASE_URL: await emptyDatabase()}
  const newer = await write('newer.age', (migrations) => [...migrations, 'f'.repeat(64)])
  const args = ['--identity', identity, '--yes', '--only', 'database']
  expect(await ops(env, 'backup', 'restore', newer, ...args)).toMatchObject({
    code: 1,
    err: expect.stringContaining('newer version of the site'),
  })

  // The tables as they were before the last migration, which made a table of its own.
  const older = await emptyDatabase()
  await migrate(older)
  const {db, close} = connectDatabase(older)
  await db.execute(sql`drop table policy_seals`)
  await db.execute(
    sql`delete from drizzle.__drizzle_migrations where id = (select max(id) from drizzle.__drizzle_migrations)`,
  )
  await db.execute(
    sql`insert into disclosures (id, authority, basis, given, given_at, recorded_by) values ('D', 'A court', 'An order', 'payment record', now(), 'test')`,
  )
  await close()
  const file = join(folder, 'older.age')
  await writeArchive(file, [recipients], async (add) => ({
    madeAt: new Date().toISOString(),
    site: SITE_URL,
    database: await backUpDatabase(older, add),
    dataset: {projectId: 'x', name: 'x', documents: 0, assets: 0},
  }))
  expect(await ops(env, 'backup', 'restore', file, ...args)).toMatchObject({code: 0, err: ''})
  const rows = await rowsAt(env.DATABASE_URL)
  expect(rows).toContain('A court')
})

test('a backup whose keys are missing is refused, unless they are lost for good', async () => {
  const other = `other:${Buffer.alloc(32, 9).toString('base64')}`
  const env = {...origin(), DATABASE_URL: await emptyDatabase(), SERVICE_DATA_KEYS: other}
  expect(await restore(env, '--only', 'database')).toMatchObject({
    code: 1,
    err: expect.stringMatching(/SERVICE_DATA_KEYS lacks the keys test.*--without-keys/s),
  })
  expect(await restore(env, '--only', 'database', '--without-keys')).toMatchObject({code: 0})
})

test('old backups are deleted, and the newest never', async () => {
  const own = join(folder, 'pruned')
  const env = {...origin(), BACKUP_DIR: own, BACKUP_KEEP_DAYS: '7'}
  expect(await ops(env, 'backup')).toMatchObject({code: 0})
  const old = 'backup-2020-01-31T02-00-00Z.tar.gz.age'
  const brokenOff = '.backup-2020-01-31T02-00-00Z.tar.gz.age.unfinished.age'
  for (const name of [old, brokenOff, 'letter.txt']) await writeFile(join(own, name), 'x')
  await utimes(join(own, brokenOff), new Date(0), new Date(0))
  // Two of one second would have one name, so the second one may have to wait.
  await expect.poll(async () => (await ops(env, 'backup')).code, {interval: 500, timeout: 10_000}).toBe(0)
  const names = await readdir(own)
  expect(names).not.toContain(old)
  expect(names).not.toContain(brokenOff)
  expect(names.filter((name) => name.startsWith('backup-'))).toHaveLength(2)
  expect(names).toContain('letter.txt')
})

test('a backup that is broken off leaves nothing, and none is written where a commit or an image could take it along', async () => {
  const own = join(folder, 'broken')
  const noLake = {...origin(), BACKUP_DIR: own, SANITY_API_HOST: 'http://127.0.0.1:9'}
  expect(await ops(noLake, 'backup')).toMatchObject({code: 1})
  expect(await readdir(own)).toEqual(['erasures.json'])

  const inside = join(process.cwd(), 'my-backups')
  expect(await ops({...origin(), BACKUP_DIR: inside}, 'backup')).toMatchObject({
    code: 1,
    err: expect.stringContaining('outside of this folder'),
  })
  expect(await ops(origin(), 'backup', 'new-key', '--out', 'key.txt')).toMatchObject({code: 1})
  expect(await ops(origin(), 'backup', 'keys', '--out', join(backups, 'keys.age'))).toMatchObject({
    code: 1,
    err: expect.stringContaining('outside of BACKUP_DIR'),
  })
  for (const name of ['BACKUP_DIR', 'BACKUP_RECIPIENTS', 'SANITY_READ_TOKEN', 'SANITY_DATASET'])
    expect(await ops({...origin(), [name]: ''}, 'backup')).toMatchObject({
      code: 1,
      err: expect.stringContaining(name),
    })
})

test('keys are written apart, for the same private key', async () => {
  const file = join(folder, 'keys.age')
  expect(await ops(origin(), 'backup', 'keys', '--out', file)).toMatchObject({code: 0})
  expect(await readFile(file, 'latin1')).not.toContain('SERVICE_DATA_KEYS')
  expect(await ops(origin(), 'backup', 'keys', '--out', file)).toMatchObject({
    code: 1,
    err: expect.stringMatching(/^EEXIST/),
  })
})
