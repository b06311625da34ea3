import {afterAll, beforeAll, describe, expect, test} from 'vitest'
import {validateFreeAddress} from '#sanity/schema/addresses.ts'
import {validateKnownPath, validatePublishedTarget} from '#sanity/schema/link.ts'
import {validateListedDocuments} from '#sanity/schema/page.ts'
import {validateFreeOldPath, validateNoCircle} from '#sanity/schema/redirect.ts'
import {startTestLake, type TestLake} from '#tests/support/lake.ts'

let lake: TestLake

beforeAll(async () => {
  lake = await startTestLake()
  const transaction = lake.client.transaction()
  transaction.create({_id: 'about', _type: 'page', title: 'About', path: '/about'})
  transaction.create({_id: 'drafts.soon', _type: 'page', title: 'Soon', path: '/soon'})
  transaction.create({_id: 'privacy', _type: 'policy', title: 'Privacy', slug: {current: 'privacy'}})
  transaction.create({_id: 'lifetime', _type: 'plan', name: 'Lifetime', slug: {current: 'lifetime'}})
  transaction.create({_id: 'r-old', _type: 'redirect', path: '/old', kind: 'address', href: '/older'})
  transaction.create({_id: 'r-older', _type: 'redirect', path: '/older', kind: 'address', href: '/oldest'})
  await transaction.commit()
})
afterAll(() => lake.close())

const meta = {_createdAt: '', _updatedAt: '', _rev: ''}
const context = (
  document: {_id: string; _type: string; path?: string} = {_id: 'drafts.new', _type: 'page'},
) => ({
  document: {...meta, ...document},
  getClient: () => lake.client,
})

describe('a link to a document', () => {
  test('is fine once the document is published', async () => {
    expect(await validatePublishedTarget({_ref: 'about'}, context())).toBe(true)
    expect(await validatePublishedTarget(undefined, context())).toBe(true)
  })

  test('is refused while it is a draft, by its name', async () => {
    expect(await validatePublishedTarget({_ref: 'soon'}, context())).toMatch(/^"Soon" is not published yet/)
  })

  test('is refused when the document is gone', async () => {
    expect(await validatePublishedTarget({_ref: 'gone'}, context())).toMatch(/deleted/)
  })
})

describe('a block that lists documents', () => {
  const block = (..._refs: string[]) => ({
    _type: 'plans',
    _key: 'b',
    title: 'Plans',
    note: [{_type: 'block', _key: 'n', children: [{_type: 'span', _key: 's', text: 'Words'}]}],
    plans: _refs.map((_ref) => ({_type: 'reference', _key: `to-${_ref}`, _ref})),
  })

  test('is fine once all of them are published', async () => {
    expect(await validateListedDocuments([block('lifetime')], context())).toBe(true)
    expect(
      await validateListedDocuments([{_type: 'plans', _key: 'b', plans: [{_key: 'e'}]}], context()),
    ).toBe(true)
    expect(await validateListedDocuments(undefined, context())).toBe(true)
  })

  test('is refused for the first that is not, which is pointed at', async () => {
    expect(await validateListedDocuments([block('lifetime', 'soon', 'gone')], context())).toEqual({
      message: expect.stringMatching(/^"Soon" is not published yet/),
      path: [{_key: 'b'}, 'plans', {_key: 'to-soon'}],
    })
  })
})

describe('a link to an address of this site', () => {
  test.each([
    '/about',
    '/about/',
    '/about?from=mail#team',
    'https://plumbperfectleads.help/privacy/',
    '/checkout/lifetime',
    '/old',
    '/sitemap.xml',
    'https://example.com/nothing-we-know-of',
    'mailto:hello@example.com',
    undefined,
  ])('%s is fine', async (href) => {
    expect(await validateKnownPath(href, context())).toBe(true)
  })

  test.each(['/abuot', '/soon', 'https://plumbperfectleads.help/abuot', '/checkout/nothing', '/'])(
    '%s is refused, since visitors would find nothing',
    async (href) => {
      expect(await validateKnownPath(href, context())).toMatch(/Visitors find nothing at \//)
    },
  )

  test('may lead to a place on the page itself before it is published', async () => {
    const own = context({_id: 'drafts.soon', _type: 'page', path: '/soon'})
    expect(await validateKnownPath('/soon#prices', own)).toBe(true)
  })
})

describe('a redirect', () => {
  const redirect = (path: string, href: string) => ({_type: 'redirect', path, kind: 'address', href})
  const as = (id: string) => context({_id: id, _type: 'redirect'})

  test('may start where nothing stands', async () => {
    expect(await validateFreeOldPath('/gone', as('drafts.r-new'))).toBe(true)
    expect(await validateFreeOldPath('/old', as('drafts.r-old'))).toBe(true)
  })

  test.each([
    ['/about', /"About" stands at \/about/],
    ['/soon', /"Soon" stands at \/soon/],
    ['/privacy', /"Privacy" stands at \/privacy/],
    ['/old', /Another redirect leads away from \/old/],
  ])('cannot start at %s', async (path, message) => {
    expect(await validateFreeOldPath(path, as('drafts.r-new'))).toMatch(message)
  })

  test('may lead to another redirect that ends', async () => {
    expect(await validateNoCircle(redirect('/new', '/old'), as('drafts.r-new'))).toBe(true)
    expect(await validateNoCircle(redirect('/new', 'https://example.com/new'), as('drafts.r-new'))).toBe(true)
  })

  test.each([
    ['/new', '/new', '/new → /new'],
    ['/new', '/new/?again=1', '/new → /new'],
    ['/oldest', 'https://plumbperfectleads.help/old', '/oldest → /old → /older → /oldest'],
  ])('from %s to %s leads round in a circle', async (path, href, circle) => {
    expect(await validateNoCircle(redirect(path, href), as('drafts.r-new'))).toContain(circle)
  })

  test('to the very page that stands where it starts is a circle', async () => {
    const toAbout = {_type: 'redirect', path: '/about', kind: 'document', document: {_ref: 'about'}}
    expect(await validateNoCircle(toAbout, as('drafts.r-new'))).toContain('/about → /about')
  })
})

describe('the address of a page', () => {
  test('is refused where another page, a policy or a redirect is', async () => {
    const free = (path: string) => validateFreeAddress(path, context())
    expect(await free('/nobody-there')).toBe(true)
    expect(await free('/about')).toMatch(/^"About" stands at \/about already/)
    expect(await free('/privacy')).toMatch(/^"Privacy" stands at \/privacy already/)
    expect(await free('/old')).toMatch(/^A redirect leads readers of \/old elsewhere/)
  })

  test('may be one that it once had', async () => {
    await lake.client.create({
      _type: 'redirect',
      path: '/once',
      kind: 'document',
      document: {_type: 'reference', _ref: 'about'},
    })
    expect(await validateFreeAddress('/once', context({_id: 'drafts.about', _type: 'page'}))).toBe(true)
    expect(await validateFreeAddress('/once', context())).toMatch(/redirect/)
  })
})
