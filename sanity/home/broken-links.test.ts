import {expect, test} from 'vitest'
import {brokenLinks} from './broken-links.ts'

const HOME = {_id: 'home', _type: 'page', title: 'Home', path: '/'}
const PRIVACY = {_id: 'privacy', _type: 'policy', title: 'Privacy', slug: {current: 'privacy'}}
const PLAN = {_id: 'plan', _type: 'plan', name: 'Lifetime', slug: {current: 'lifetime'}}
const OLD = {_id: 'r', _type: 'redirect', path: '/alt-größe', kind: 'address', href: '/'}

const to = (_ref: string) => ({_type: 'reference', _ref})
const address = (href: string) => ({_type: 'siteLink', _key: 'a', label: 'Words', kind: 'address', href})
const toDocument = (_ref: string) => ({_type: 'siteLink', _key: 'd', kind: 'document', document: to(_ref)})

/** What is wrong with a page of these links, beside other documents that are fine. */
const problems = (...links: object[]) =>
  brokenLinks([
    HOME,
    PRIVACY,
    PLAN,
    OLD,
    {_id: 'p', _type: 'page', title: 'About', path: '/about', links},
  ]).map(({title, path, problem}) => [title, path, problem])

test('links to what visitors find are fine, however they are written', () => {
  const fine = [
    ...['/', '/privacy', '/privacy/', '/about#us', '/checkout/lifetime?a=b', '/alt-gr%C3%B6%C3%9Fe'],
    ...['https://plumbperfectleads.help/privacy', 'https://example.com/nothing', 'mailto:a@example.com'],
    ...['#contact', '/sitemap.xml', '/privacy.md'],
  ].map(address)
  expect(problems(...fine, toDocument('home'), to('plan'))).toEqual([])
})

test('a link is named with the page that it stands on, and once', () => {
  const nothing = ['About', '/about', 'leads to /gone, where visitors find nothing']
  expect(problems(address('/gone'), address('/gone?again'))).toEqual([nothing])
  expect(problems(address('https://www.plumbperfectleads.help/gone'))).toEqual([nothing])
})

test('links in texts, and lists of documents, are looked at too', () => {
  const gone = 'leads to a page that is not published or was deleted'
  const text = [{_type: 'block', markDefs: [{_type: 'link', _key: 'l', document: to('gone')}], children: []}]
  expect(problems({_type: 'richText', text}).map(([, , problem]) => problem)).toEqual([gone])
  expect(problems({_type: 'plans', plans: [to('drafts-only')]}).map(([, , problem]) => problem)).toEqual([
    gone,
  ])
})

test('an address that browsers do not follow is named', () => {
  expect(problems(address('javascript:alert(1)'))[0]?.[2]).toMatch(/which no browser follows$/)
})

test('what a link does not use is no fault, and neither are files of pictures', () => {
  const picture = {_type: 'picture', asset: to('image-abc-10x10-png')}
  expect(problems({...toDocument('home'), href: '/gone'}, picture)).toEqual([])
  expect(problems({...address('/privacy'), document: to('gone')}, picture)).toEqual([])
})

test('the menu is named in words, and a redirect by where it starts', () => {
  const settings = {_id: 'siteSettings', _type: 'siteSettings', name: 'Site', navigation: [address('/gone')]}
  const redirect = {_id: 'r2', _type: 'redirect', path: '/old', kind: 'document', document: to('gone')}
  expect(brokenLinks([HOME, settings, redirect]).map(({title}) => title)).toEqual([
    'The menu, the footer or the announcement',
    '/old',
  ])
})

test('a link to a page that is over is named; one that follows a page to come waits with it', () => {
  const now = new Date('2026-12-25T17:00:00Z')
  const on = (days: object) => ({_id: 'sale', _type: 'page', title: 'Sale', path: '/sale', ...days})
  const found = (days: object) =>
    brokenLinks(
      [on(days), {_id: 'p', _type: 'page', path: '/about', links: [toDocument('sale'), address('/sale')]}],
      now,
    ).map(({problem}) => problem)
  const typed = 'leads to /sale, where visitors find nothing'
  expect(found({lastDay: '2026-12-24'})).toEqual(['leads to a page whose last day is over', typed])
  expect(found({firstDay: '2026-12-26'})).toEqual([typed])
  expect(found({firstDay: '2026-12-25', lastDay: '2026-12-25'})).toEqual([])
})
