import fc from 'fast-check'
import {describe, expect, test, vi} from 'vitest'
import {z} from 'zod'
import {logger} from '#lib/log.ts'
import {readListing, readPage, readPolicy} from './documents.ts'
import {exact, listOf, readEach, readRepaired, words} from './repair.ts'
import {readSiteSettings} from './site-settings.ts'

const warnings = vi.spyOn(logger, 'warn')
const lastWarning = () => warnings.mock.lastCall?.[0]

let version = 0
const about = () => {
  version += 1
  return {document: 'd', version: String(version)}
}

const shape = z.object({
  path: exact,
  title: words,
  date: z.iso.date().nullable(),
  entries: listOf(z.object({_key: z.string(), label: words, count: z.number()})),
})

const sound = {path: '/a', title: 'A', date: '2026-01-31', entries: [{_key: 'k', label: 'L', count: 1}]}

describe('a document', () => {
  test('that is as it should be is read as it is, and nothing is logged', () => {
    warnings.mockClear()
    expect(readRepaired(shape, sound, about())).toEqual(sound)
    expect(warnings).not.toHaveBeenCalled()
  })

  test.each([
    [{title: 42}, {title: '42'}, 'title'],
    [{title: {_type: 'slug', words: 'From here'}}, {title: 'From here'}, 'title'],
    [{title: ['a', 'b']}, {title: 'a b'}, 'title'],
    [{title: true}, {title: undefined}, 'title'],
    [{date: 'soon'}, {date: null}, 'date'],
    [{entries: 'none'}, {entries: []}, 'entries'],
    [
      {entries: [{label: 'L', count: 1}]},
      {entries: [{_key: 'at-entries-0', label: 'L', count: 1}]},
      'entries.0._key',
    ],
    [{entries: [{_key: 'k', count: 'many'}, ...sound.entries]}, {entries: sound.entries}, 'entries.0.count'],
    [{entries: [null, 7, 'x', ...sound.entries]}, {entries: sound.entries}, 'entries.0'],
  ])('with %j is read as %j, and the log names the field', (fault, repaired, field) => {
    const {document} = about()
    expect(readRepaired(shape, {...sound, ...fault}, {document, version: String(version)})).toEqual({
      ...sound,
      ...repaired,
    })
    expect(lastWarning()).toEqual({document, fields: [field]})
  })

  test('without what it cannot do without is none', () => {
    expect(readRepaired(shape, {...sound, path: null}, about())).toBeUndefined()
    expect(lastWarning()).toMatchObject({document: 'd', fields: ['path']})
  })

  test('is named once, and again when it was changed', () => {
    const first = about()
    const read = (at: {document: string; version: string}) => readRepaired(shape, {...sound, title: 1}, at)
    warnings.mockClear()
    for (const at of [first, first, about()]) read(at)
    expect(warnings).toHaveBeenCalledTimes(2)
  })

  test('is read or left out, whatever it holds, and never breaks what asks for it', () => {
    fc.assert(
      fc.property(
        fc.object({key: fc.constantFrom(...Object.keys(sound), '_key', 'label', 'count')}),
        (found) => {
          const read = readRepaired(shape, {...sound, ...found}, about())
          if (read) expect(shape.safeParse(read).success).toBe(true)
        },
      ),
    )
  })
})

test('of a list each document is read by itself', () => {
  const found = [{_id: 'a', ...sound, title: 3}, {_id: 'b', title: 'no path'}, 'x', {_id: 'c', ...sound}]
  expect(readEach(shape, found).map(({title}) => title)).toEqual(['3', 'A'])
  expect(readEach(shape, null)).toEqual([])
})

const system = {_id: 'd', _updatedAt: '2026-01-31T00:00:00Z', _rev: 'r'}

describe('pages and policies with faults', () => {
  test('a policy whose title is a number is shown under its words', async () => {
    const policy = await readPolicy(
      {
        ...system,
        _type: 'policy',
        ...JSON.parse(
          '{"slug": "terms", "title": 42, "summary": {}, "lastUpdated": "tomorrow", "contactEmail": 1}',
        ),
        body: null,
      },
      {isPreview: true},
    )
    expect(policy).toEqual({
      slug: 'terms',
      title: '42',
      summary: undefined,
      lastUpdated: null,
      contactEmail: null,
      body: [],
    })
  })

  test('a page whose blocks have no keys is shown with all of them', () => {
    const page = readPage({
      ...system,
      _type: 'page',
      ...JSON.parse(
        '{"path": "/a", "title": ["A"], "seo": {"title": 1, "description": null, "picture": 3, "hidden": "no"}, "blocks": [{"_type": "faq"}, {}, null, {"_type": "hero", "_key": "h"}]}',
      ),
    })
    expect(page).toMatchObject({
      title: 'A',
      seo: {title: '1', hidden: false},
      blocks: [
        {_type: 'faq', _key: 'at-0'},
        {_type: 'hero', _key: 'h'},
      ],
    })
  })
})

describe('the list of all pages and policies', () => {
  const page = (path: unknown, title: unknown = 'T') => ({...system, path, title, description: null})
  const policy = (slug: unknown, title: unknown = 'T') => ({...system, slug, title, summary: null})

  test('has the documents that the site shows, and those with faults among them', () => {
    const {pages, policies} = readListing([page('/'), page('/a/b-2', 7)], [policy('terms', {})])
    expect(pages.map(({path, title}) => [path, title])).toEqual([
      ['/', 'T'],
      ['/a/b-2', '7'],
    ])
    expect(policies.map(({path, title}) => [path, title])).toEqual([['/terms', undefined]])
  })

  test.each([
    'a',
    '/x&q',
    '/<b>',
    '/A',
    '/a/',
    '/a//b',
    '/a b',
    '/ü',
    '/studio',
    '/api/x',
    '/robots.txt',
    '/a.md',
    `/${'a'.repeat(200)}`,
    42,
    null,
  ])('and no page at %j', (path) => {
    expect(readListing([page(path)], []).pages).toEqual([])
  })

  test.each(['a/b', 'x&q', 'A', 'studio', '', 'a'.repeat(97), 42, null])('and no policy at %j', (slug) => {
    expect(readListing([], [policy(slug)]).policies).toEqual([])
  })

  test('names each address once, as the document that is shown there', () => {
    const {pages, policies} = readListing([page('/a', '1'), page('/a', '2')], [policy('a'), policy('b')])
    expect(pages.map(({title}) => title)).toEqual(['1'])
    expect(policies.map(({path}) => path)).toEqual(['/b'])
  })
})

describe('the site settings', () => {
  const settings = {
    ...system,
    name: 'Ours',
    description: 'What we do',
    shareImage: null,
    contactEmail: 'a@example.com',
    announcement: {text: 'New', link: null},
    navigation: [{_key: 'a', label: 'A', href: '/a'}],
    footerColumns: [{_key: 'c', title: 'C', links: [{_key: 'l', label: 'L', href: '/l'}]}],
    footerNote: 'Note',
    sentTitle: null,
    sentText: null,
  }
  const read = readSiteSettings(settings)

  test('stand as they are published', () => {
    expect(read).toMatchObject({name: 'Ours', navigation: [{key: 'a', label: 'A', href: '/a'}]})
  })

  test.each([
    ['2026-12-01', '2026-12-24', '2026-12-01T04:59:59Z', undefined],
    ['2026-12-01', '2026-12-24', '2026-12-01T05:00:00Z', 'New'],
    ['2026-12-01', '2026-12-24', '2026-12-24T04:59:59Z', 'New'],
    ['2026-12-01', '2026-12-24', '2026-12-24T05:00:00Z', undefined],
    ['2026-12-01', null, '2027-06-01T00:00:00Z', 'New'],
    ['soon', 7, '2026-01-01T00:00:00Z', 'New'],
  ])('show the announcement from %s until %s, where the business is: at %s', (from, until, now, text) => {
    const found = {...settings, _rev: `${from} ${until}`, announcementFrom: from, announcementUntil: until}
    expect(readSiteSettings(found, new Date(now)).announcement?.text).toBe(text)
    // An editor who looks at drafts sees it on every day.
    expect(readSiteSettings(found).announcement?.text).toBe('New')
  })

  test.each([
    [{name: 42}, {name: '42'}],
    [{name: null}, {name: 'PlumbPerfect Leads'}],
    [{contactEmail: 'nowhere'}, {contactEmail: undefined}],
    [{shareImage: 'x'}, {shareImage: undefined}],
    [{announcement: 'New'}, {announcement: undefined}],
    [
      {navigation: [{label: 'A', href: '/a'}]},
      {navigation: [{key: 'at-navigation-0', label: 'A', href: '/a'}]},
    ],
    [
      {navigation: [null, {_key: 'a', label: 1, href: '/a'}]},
      {navigation: [{key: 'a', label: '1', href: '/a'}]},
    ],
    [{navigation: 7}, {navigation: []}],
    [
      {footerColumns: [{_key: 'c', title: {}, links: [{label: 'L', href: '/l'}]}]},
      {
        footerColumns: [
          {key: 'c', title: undefined, links: [{key: 'at-footerColumns-0-links-0', label: 'L', href: '/l'}]},
        ],
      },
    ],
    [{footerNote: ['a', 'b']}, {footerNote: 'a b'}],
    [{copyrightYear: 'last year'}, {copyrightYear: null}],
  ])('fall back field by field: %j', (fault, repaired) => {
    expect(readSiteSettings({...settings, _rev: JSON.stringify(fault), ...fault})).toEqual({
      ...read,
      ...repaired,
    })
  })
})
