import {mkdtemp, rm} from 'node:fs/promises'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import {afterEach, beforeEach, describe, expect, test, vi} from 'vitest'
import {startTestLake, type TestLake} from '#tests/support/lake.ts'
import {policyDocument} from '#tests/support/policies.ts'
import {SITE_VARIABLES} from '#tests/support/site-variables.ts'

// Next refuses to expire a tag outside its own server; what it is asked for is the outcome that counts here.
vi.mock('next/cache', () => ({revalidateTag: vi.fn()}))

/** In Seattle, where the business is, each of these days begins at eight o'clock UTC. */
const BEFORE = new Date('2026-12-05T07:59:00Z')
const FIRST_MINUTE = new Date('2026-12-05T08:00:30Z')
const LAST_MINUTE = new Date('2026-12-25T07:59:00Z')
const AFTER = new Date('2026-12-25T08:00:30Z')

let lake: TestLake
let folder: string

const toSale = {_type: 'reference', _ref: 'sale'}

beforeEach(async () => {
  lake = await startTestLake()
  folder = await mkdtemp(join(tmpdir(), 'build-'))
  const env = {
    ...SITE_VARIABLES,
    ...lake.env,
    NEXT_DIST_DIR: folder,
    NEXT_PHASE: 'phase-production-build',
    SANITY_READ_TOKEN: lake.token('viewer'),
  }
  for (const [name, value] of Object.entries(env)) vi.stubEnv(name, value)
  const entry = (label: string, link: object) => ({_type: 'siteLink', _key: label, label, ...link})
  await lake.client
    .transaction()
    .create({
      _id: 'siteSettings',
      _type: 'siteSettings',
      timeZone: 'America/Los_Angeles',
      navigation: [
        entry('Sale', {kind: 'document', document: toSale}),
        entry('Typed', {kind: 'address', href: '/sale'}),
        entry('About', {kind: 'address', href: '/about'}),
      ],
    })
    .create({
      ...{_id: 'sale', _type: 'page', title: 'Sale', path: '/sale', blocks: []},
      ...{firstDay: '2026-12-05', lastDay: '2026-12-24'},
    })
    .create({
      ...{_id: 'about', _type: 'page', title: 'About', path: '/about'},
      blocks: [
        {
          ...{_type: 'callToAction', _key: 'c', title: 'Buy'},
          action: entry('To the sale', {kind: 'document', document: toSale}),
        },
      ],
    })
    .commit()
})

afterEach(async () => {
  vi.useRealTimers()
  vi.unstubAllEnvs()
  await lake.close()
  await rm(folder, {recursive: true})
})

/** A process of the site that has just started, at a moment. */
async function siteAt(moment: Date) {
  vi.setSystemTime(moment)
  vi.resetModules()
  const [documents, settings, expiry, redirects] = await Promise.all([
    import('#lib/content/documents.ts'),
    import('#lib/content/site-settings.ts'),
    import('#lib/content/expiry.ts'),
    import('#lib/content/client.ts'),
  ])
  return {...documents, ...settings, ...expiry, ...redirects}
}

/** Everything by which a visitor could come to the page. */
async function seenBy(site: Awaited<ReturnType<typeof siteAt>>) {
  const published = {publishedOnly: true}
  const [{page}, {page: about}, {pages}, {navigation}, title, paths] = await Promise.all([
    site.getDocument('/sale', published),
    site.getDocument('/about', published),
    site.listDocuments(),
    site.getSiteSettings(published),
    site.documentTitle('/sale'),
    site.builtPaths(),
  ])
  return {
    page: page?.title,
    title,
    listed: pages.map(({path}) => path),
    menu: navigation.map(({label}) => label),
    link: about?.blocks,
    built: paths.map((path) => path.join('/')),
  }
}

const absent = {
  page: undefined,
  title: undefined,
  listed: ['/about'],
  menu: ['About'],
  link: [expect.objectContaining({action: expect.objectContaining({href: null})})],
  built: ['about'],
}
const present = {
  page: 'Sale',
  title: 'Sale',
  listed: ['/about', '/sale'],
  menu: ['Sale', 'Typed', 'About'],
  link: [expect.objectContaining({action: expect.objectContaining({href: '/sale'})})],
  built: ['about', 'sale'],
}

test.each([
  ['before its first day', BEFORE, absent],
  ['in the first minute of its first day', FIRST_MINUTE, present],
  ['in the last minute of its last day', LAST_MINUTE, present],
  ['after its last day', AFTER, absent],
])('%s, a page is as if it were published, or not, wherever visitors could find it', async (_, now, seen) => {
  expect(await seenBy(await siteAt(now))).toEqual(seen)
})

test.each([
  ['appears', BEFORE, FIRST_MINUTE],
  ['goes', LAST_MINUTE, AFTER],
])(
  'what was made before expires once when the page %s, on each machine, and once more after a restart',
  async (_, before, after) => {
    const [one, other] = [await siteAt(before), await siteAt(before)]
    await one.builtPaths()
    for (const site of [one, other]) {
      await site.expireMissedChanges(undefined, before)
      expect(await site.expireMissedChanges(undefined, before)).toEqual([])
      expect(await site.expireMissedChanges(undefined, after)).toEqual(['page', 'addresses'])
      expect(await site.expireMissedChanges(undefined, after)).toEqual([])
    }
    const restarted = await siteAt(after)
    expect(await restarted.expireMissedChanges()).toEqual(expect.arrayContaining(['page', 'addresses']))
  },
)

test('a day that is set, changed or taken away expires the links to the page too', async () => {
  const site = await siteAt(LAST_MINUTE)
  await site.builtPaths()
  await site.expireMissedChanges()
  const tags = ['page', 'page:/about', 'addresses']
  await lake.client.patch('about').set({firstDay: '2027-01-01'}).commit()
  expect(await site.expireMissedChanges()).toEqual(tags)
  await lake.client.patch('about').set({firstDay: '2027-01-02'}).commit()
  expect(await site.expireMissedChanges()).toEqual(tags)
  await lake.client.patch('about').unset(['firstDay']).commit()
  expect(await site.expireMissedChanges()).toEqual(tags)
  await lake.client.patch('about').set({title: 'About us'}).commit()
  expect(await site.expireMissedChanges()).toEqual(['page', 'page:/about'])
})

test('the home page is there whatever days it has', async () => {
  await lake.client.create({
    _id: 'home',
    _type: 'page',
    title: 'Home',
    path: '/',
    blocks: [],
    lastDay: '2020-01-01',
  })
  const {page} = await (await siteAt(BEFORE)).getDocument('/', {publishedOnly: true})
  expect(page?.title).toBe('Home')
})

test('days that are no dates hide nothing, and a last day before the first hides the page for good', async () => {
  await lake.client.patch('sale').set({firstDay: 'soon', lastDay: 7}).commit()
  expect([...(await (await siteAt(BEFORE)).hiddenPaths())]).toEqual([])
  await lake.client.patch('sale').set({firstDay: '2026-12-10', lastDay: '2026-12-08'}).commit()
  for (const now of ['2026-12-07', '2026-12-08', '2026-12-09', '2026-12-10', '2026-12-11'])
    expect([...(await (await siteAt(new Date(`${now}T20:00:00Z`))).hiddenPaths())]).toEqual(['/sale'])
})

describe('in a policy', () => {
  test('a link to the page leads nowhere meanwhile, and the text is the one that was published', async () => {
    const {publishPolicy} = await import('#sanity/publish-policy.ts')
    const policy = policyDocument('terms', {title: 'Terms', text: 'See the sale'})
    const [block] = policy.body
    const links = [
      {_type: 'link', _key: 'followed', kind: 'document', document: toSale},
      {_type: 'link', _key: 'typed', kind: 'address', href: '/sale'},
    ]
    const spans = links.map(({_key}) => ({_type: 'span', _key: `on-${_key}`, text: _key, marks: [_key]}))
    await lake.client.create({
      ...policy,
      _id: `drafts.${policy._id}`,
      body: [{...block, children: spans, markDefs: links}],
    })
    const draft = await lake.client.getDocument(`drafts.${policy._id}`)
    if (!draft) throw new Error('There is no draft.')
    await publishPolicy(lake.client, {
      ...{draft, published: undefined, policyId: policy._id, summary: '', kind: 'meaning'},
      now: BEFORE,
    })
    const read = async (now: Date) => {
      const {policy: found} = await (await siteAt(now)).getDocument('/terms', {publishedOnly: true})
      return {version: found?.version?.number, body: JSON.stringify(found?.body)}
    }
    const [before, during] = [await read(BEFORE), await read(FIRST_MINUTE)]
    expect([before.version, during.version]).toEqual([1, 1])
    expect(before.body.split('"href":"/sale"')).toHaveLength(2)
    expect(during.body.split('"href":"/sale"')).toHaveLength(3)
  })
})
