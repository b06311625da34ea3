import {evaluate, parse} from 'groq-js'
import {expect, test} from 'vitest'
import {
  changesBetween,
  contentChange,
  type Revision,
  tagsOfChange,
  tagsOfDay,
  WEBHOOK_FILTER,
  WEBHOOK_PROJECTION,
  withDaysToCome,
  withPageDays,
} from './changes.ts'

type Document = Record<string, unknown> | null

async function ask(source: string, before: Document, after: Document): Promise<unknown> {
  const value = await evaluate(parse(source, {mode: 'delta'}), {before, after, root: after ?? before})
  return value.get()
}

const selects = (document: Document) => ask(WEBHOOK_FILTER, null, document)
const policy = (slug: string) => ({_id: 'policy-privacy', _type: 'policy', _rev: 'r', slug: {current: slug}})

test('published documents that pages are made of are announced, drafts and others are not', async () => {
  expect(await selects(policy('privacy'))).toBe(true)
  expect(await selects({_id: 'siteSettings', _type: 'siteSettings'})).toBe(true)
  expect(await selects({...policy('privacy'), _id: 'drafts.policy-privacy'})).toBe(false)
  expect(await selects({...policy('privacy'), _id: 'versions.r1.policy-privacy'})).toBe(false)
  expect(await selects({_id: 'image-1', _type: 'sanity.imageAsset'})).toBe(false)
})

test.each([
  ['create', null, policy('privacy'), {slug: 'privacy', slugBefore: null, path: null, pathBefore: null}],
  ['update', policy('privacy'), policy('data'), {slug: 'data', slugBefore: 'privacy'}],
  ['delete', policy('privacy'), null, {slug: null, slugBefore: 'privacy'}],
])('what is told of a %s is what the site reads', async (operation, before, after, slugs) => {
  const told = contentChange.parse(await ask(WEBHOOK_PROJECTION, before, after))
  expect(told).toMatchObject({_id: 'policy-privacy', _type: 'policy', operation, ...slugs})
})

test('a page is told of by its path, and not by a slug', async () => {
  const page = (path: string) => ({_id: 'page-about', _type: 'page', _rev: 'r', path})
  const told = contentChange.parse(await ask(WEBHOOK_PROJECTION, page('/about'), page('/us')))
  expect(told).toMatchObject({path: '/us', pathBefore: '/about', slug: null, slugBefore: null})
})

test('a page that gets days, or loses them, is told with them, and links to it expire', async () => {
  const page = (days: object) => ({_id: 'sale', _type: 'page', _rev: 'r', path: '/sale', ...days})
  const tagsOf = async (before: Document, after: Document) =>
    tagsOfChange(contentChange.parse(await ask(WEBHOOK_PROJECTION, before, after)))
  const [always, dated] = [page({title: 'Sale'}), page({firstDay: '2026-12-05', lastDay: '2026-12-24'})]
  const expired = ['page', 'page:/sale', 'addresses']
  expect(await tagsOf(always, dated)).toEqual(expired)
  expect(await tagsOf(dated, {...dated, lastDay: '2026-12-23'})).toEqual(expired)
  expect(await tagsOf(dated, always)).toEqual(expired)
  expect(await tagsOf(dated, {...dated, title: 'Big sale'})).toEqual(['page', 'page:/sale'])
})

const revision = (_id: string, _rev: string, slug: string | null): Revision => ({
  _id,
  _rev,
  _type: 'policy',
  path: null,
  slug,
})

const change = (_id: string, slug: string | null, slugBefore: string | null) => ({
  _id,
  _type: 'policy',
  path: null,
  pathBefore: null,
  slug,
  slugBefore,
})

test('nothing differs between two equal lists', () => {
  const list = [revision('a', '1', 'a'), revision('b', '1', null)]
  expect(changesBetween(list, list)).toEqual([])
})

test('what was created, edited, renamed and deleted is found, and what stayed is not', () => {
  const before = [
    revision('edited', '1', 'e'),
    revision('renamed', '1', 'old'),
    revision('deleted', '1', 'd'),
    revision('same', '1', 's'),
  ]
  const after = [
    revision('edited', '2', 'e'),
    revision('renamed', '2', 'new'),
    revision('created', '1', 'c'),
    revision('same', '1', 's'),
  ]
  expect(changesBetween(before, after)).toEqual([
    change('edited', 'e', 'e'),
    change('renamed', 'new', 'old'),
    change('created', 'c', null),
    change('deleted', null, 'd'),
  ])
})

test('a page that moves is told by its paths', () => {
  const page = (path: string, _rev: string): Revision => ({_id: 'p', _rev, _type: 'page', path, slug: null})
  const [moved] = changesBetween([page('/old', '1')], [page('/new', '2')])
  expect(moved).toMatchObject({path: '/new', pathBefore: '/old', slug: null, slugBefore: null})
})

test('an edit expires the type and the document', () => {
  expect(tagsOfChange({_type: 'policy', slug: 'privacy', slugBefore: 'privacy'})).toEqual([
    'policy',
    'policy:privacy',
  ])
})

test('a rename expires both addresses and what links to them', () => {
  expect(tagsOfChange({_type: 'policy', slug: 'data', slugBefore: 'privacy'})).toEqual([
    'policy',
    'policy:data',
    'policy:privacy',
    'addresses',
  ])
})

test('a first publish and a removal expire the address and what links to it', () => {
  const tags = ['policy', 'policy:privacy', 'addresses']
  expect(tagsOfChange({_type: 'policy', slug: 'privacy', slugBefore: null})).toEqual(tags)
  expect(tagsOfChange({_type: 'policy', slug: null, slugBefore: 'privacy'})).toEqual(tags)
})

test('a redirect expires redirects, and no page that links to anything', () => {
  expect(tagsOfChange({_type: 'redirect', path: '/old', pathBefore: null})).toEqual([
    'redirect',
    'redirect:/old',
  ])
})

test('a version expires the versions of its policy, and no page that links to the policy', () => {
  expect(tagsOfChange({_type: 'policyVersion', slug: 'privacy', slugBefore: null})).toEqual([
    'policyVersion',
    'policyVersion:privacy',
  ])
})

test('a version is waited for until its day comes where the business is, and expires policies once', () => {
  const version = {
    _id: 'v2',
    _rev: '1',
    _type: 'policyVersion',
    path: null,
    slug: null,
    days: ['2026-12-01', null],
  }
  const seen = withDaysToCome([version], '2026-11-30')
  expect(tagsOfDay(seen, '2026-11-30')).toEqual([])
  expect(tagsOfDay(seen, '2026-12-01')).toEqual(['policyVersion', 'policy'])
  // A process that slept over the day finds it late.
  expect(tagsOfDay(seen, '2027-01-09')).toEqual(['policyVersion', 'policy'])
  expect(tagsOfDay(withDaysToCome([version], '2026-12-01'), '2026-12-01')).toEqual([])
})

test('the announcement appears on one day and goes on another, and every page follows on both', () => {
  const settings = {
    ...{_id: 'siteSettings', _rev: '1', _type: 'siteSettings', path: null, slug: null},
    days: [null, '2026-12-01', '2026-12-24'],
  }
  const before = withDaysToCome([settings], '2026-11-30')
  expect(tagsOfDay(before, '2026-11-30')).toEqual([])
  expect(tagsOfDay(before, '2026-12-01')).toEqual(['siteSettings'])
  const between = withDaysToCome([settings], '2026-12-01')
  expect(tagsOfDay(between, '2026-12-23')).toEqual([])
  expect(tagsOfDay(between, '2026-12-24')).toEqual(['siteSettings'])
})

test('a page goes when its last day is over, and every link to it with it', () => {
  const page = {
    ...{_id: 'sale', _rev: '1', _type: 'page', path: '/sale', slug: null},
    ...{firstDay: null, lastDay: '2026-12-31'},
  }
  const seen = withDaysToCome([withPageDays(page)], '2026-12-30')
  expect(tagsOfDay(seen, '2026-12-31')).toEqual([])
  expect(tagsOfDay(seen, '2027-01-01')).toEqual(['page', 'addresses'])
  expect(tagsOfDay(withDaysToCome([withPageDays(page)], '2027-01-01'), '2027-01-01')).toEqual([])
})

test('a document without an address expires its type', () => {
  expect(tagsOfChange({_type: 'siteSettings', slug: null, slugBefore: null})).toEqual(['siteSettings'])
})

test('a sender that does not know the slug before says nothing about a rename', () => {
  expect(tagsOfChange({_type: 'policy', slug: 'privacy'})).toEqual(['policy', 'policy:privacy'])
})

test('a page that moves expires both paths and what links to them', () => {
  const change = {_type: 'page', path: '/new', pathBefore: '/old', slug: null, slugBefore: null}
  expect(tagsOfChange(change)).toEqual(['page', 'page:/new', 'page:/old', 'addresses'])
})
