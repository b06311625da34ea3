import {mkdtemp, rm} from 'node:fs/promises'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import {afterEach, beforeEach, expect, onTestFinished, test, vi} from 'vitest'
import {connectDatabase} from '#lib/db/database.ts'
import {startTestLake, type TestLake} from '#tests/support/lake.ts'
import {startMigratedPostgres} from '#tests/support/shop/migrated-database.ts'
import {SITE_VARIABLES} from '#tests/support/site-variables.ts'

// Next refuses to expire a tag outside its own server; what it is asked for is the outcome that counts here.
vi.mock('next/cache', () => ({revalidateTag: vi.fn()}))

const SITE_URL = 'https://site.example'
let lake: TestLake
let folder: string

beforeEach(async () => {
  lake = await startTestLake()
  folder = await mkdtemp(join(tmpdir(), 'build-'))
  const env = {
    ...SITE_VARIABLES,
    ...lake.env,
    NEXT_DIST_DIR: folder,
    NEXT_PHASE: 'phase-production-build',
    SITE_URL,
    SANITY_READ_TOKEN: lake.token('viewer'),
  }
  for (const [name, value] of Object.entries(env)) vi.stubEnv(name, value)
})

afterEach(async () => {
  vi.unstubAllEnvs()
  await lake.close()
  await rm(folder, {recursive: true})
})

/** A process of the site that has just started: nothing is in memory, all it knows lies beside the build. */
async function startedSite() {
  vi.resetModules()
  const [{expireMissedChanges, expireTags}, {builtPaths}] = await Promise.all([
    import('#lib/content/expiry.ts'),
    import('#lib/content/documents.ts'),
  ])
  return {expireMissedChanges, expireTags, builtPaths}
}

const policy = (slug: string) => ({
  _id: `policy-${slug}`,
  _type: 'policy',
  title: slug,
  slug: {_type: 'slug', current: slug},
})

test('a build lists what is published, drafts left out', async () => {
  await lake.client.create(policy('privacy'))
  await lake.client.create({...policy('terms'), _id: 'drafts.policy-terms'})
  const site = await startedSite()
  expect(await site.builtPaths()).toEqual([['privacy']])
})

test('an empty dataset is built from, and has no addresses', async () => {
  await lake.client.create(policy('privacy'))
  await lake.client.delete('policy-privacy')
  expect(await (await startedSite()).builtPaths()).toEqual([])
})

test('a build without a Content Lake fails and says why', async () => {
  vi.stubEnv('SANITY_API_HOST', 'http://127.0.0.1:1')
  const site = await startedSite()
  await expect(site.builtPaths()).rejects.toThrow('nothing to build the pages from')
})

test('what was published, renamed and deleted while the site was down expires at its start', async () => {
  for (const slug of ['same', 'edited', 'renamed', 'deleted']) await lake.client.create(policy(slug))
  await (await startedSite()).builtPaths()

  await lake.client.patch('policy-edited').set({title: 'changed'}).commit()
  await lake.client.patch('policy-renamed').set({'slug.current': 'new-name'}).commit()
  await lake.client.delete('policy-deleted')
  await lake.client.create({...policy('same'), _id: 'drafts.policy-same'})

  const tags = await (await startedSite()).expireMissedChanges()
  expect(tags.toSorted()).toEqual([
    'addresses',
    'policy',
    'policy:deleted',
    'policy:edited',
    'policy:new-name',
    'policy:renamed',
  ])
})

test('a running site finds a change whose announcement never came, once', async () => {
  await lake.client.create(policy('privacy'))
  const site = await startedSite()
  await site.builtPaths()
  expect(await site.expireMissedChanges()).toEqual([])

  await lake.client.patch('policy-privacy').set({title: 'changed'}).commit()
  expect(await site.expireMissedChanges()).toEqual(['policy', 'policy:privacy'])
  expect(await site.expireMissedChanges()).toEqual([])
})

test('a page that expired and was not read before a restart does not come back from the disk', async () => {
  await lake.client.create(policy('privacy'))
  const site = await startedSite()
  await site.builtPaths()
  await site.expireTags(['policy', 'policy:short-lived'])
  const tags = await (await startedSite()).expireMissedChanges()
  expect(tags).toEqual(['policy', 'policy:short-lived'])
})

test('a build that is started at another address names the new one on every page', async () => {
  await lake.client.create(policy('privacy'))
  await (await startedSite()).builtPaths()
  vi.stubEnv('SITE_URL', 'https://moved.example')
  expect(await (await startedSite()).expireMissedChanges()).toEqual(['siteSettings'])
})

test('processes that live for one request share what they saw, each build its own', async () => {
  const postgres = await startMigratedPostgres()
  onTestFinished(() => postgres.stop())
  const {db, close} = connectDatabase(postgres.url)
  onTestFinished(close)
  /** A new process each time: nothing is in memory. */
  const compare = async (build: string) => {
    vi.resetModules()
    const {expireMissedChanges, seenInDatabase} = await import('#lib/content/expiry.ts')
    return expireMissedChanges(seenInDatabase(db, build))
  }
  await lake.client.create(policy('privacy'))
  // Every page carries this one, and it is not known what these pages were made from.
  expect(await compare('first')).toEqual(['siteSettings'])
  expect(await compare('first')).toEqual([])
  await lake.client.patch('policy-privacy').set({title: 'Changed'}).commit()
  expect(await compare('first')).toContain('policy:privacy')
  expect(await compare('first')).toEqual([])
  expect(await compare('second')).toEqual(['siteSettings'])
})
