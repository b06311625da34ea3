import {globSync} from 'node:fs'
import {join} from 'node:path'
import {expect, test} from 'vitest'
import {
  canShowDocument,
  cardPath,
  checkoutPath,
  documentPath,
  markdownPath,
  pathOfName,
  THANKS_PATH_TEMPLATE,
  thanksPath,
} from './paths.ts'

test.each([
  ['page', '/pricing', '/pricing'],
  ['page', '/', '/'],
  ['policy', 'privacy', '/privacy'],
  ['plan', 'lifetime-access', '/checkout/lifetime-access'],
  ['siteSettings', 'x', undefined],
  ['page', null, undefined],
  [undefined, 'x', undefined],
])('a %s called %j is at %j', (type, name, path) => {
  expect(documentPath(type, name)).toBe(path)
})

test('a checkout page is at the slug of its plan, and may name an order', () => {
  expect(checkoutPath('lifetime-access')).toBe('/checkout/lifetime-access')
  expect(checkoutPath('lifetime-access', {order: 'a_b-c'})).toBe('/checkout/lifetime-access?order=a_b-c')
  expect(checkoutPath('lifetime-access', {order: 'a', renewed: 'price'})).toBe(
    '/checkout/lifetime-access?order=a&renewed=price',
  )
})

test('what is no slug cannot lead elsewhere', () => {
  expect(checkoutPath('../x?y=1')).toBe('/checkout/..%2Fx%3Fy%3D1')
  expect(thanksPath('cs_1&order=2')).toBe('/checkout/thanks?session_id=cs_1%26order%3D2')
})

test('Stripe finds its place in the address of the thanks page', () => {
  expect(THANKS_PATH_TEMPLATE).toBe('/checkout/thanks?session_id={CHECKOUT_SESSION_ID}')
})

test.each(['/', '/pricing', '/services/drains'])('card and Markdown of %s lead back to it', (path) => {
  const [, card = ''] = /^\/cards\/(.+)\.png$/.exec(cardPath(path)) ?? []
  const [, markdown = ''] = /^\/(.+)\.md$/.exec(markdownPath(path)) ?? []
  expect([pathOfName(card), pathOfName(markdown)]).toEqual([path, path])
})

const APP = join(import.meta.dirname, '..', '..', 'app')

/** Addresses of routes that have a folder of their own, without a parameter. */
const OWN_ADDRESSES = globSync('**/{page,route}.{ts,tsx}', {cwd: APP})
  .map((file) =>
    `/${file}`
      .replaceAll(/\/\([^/]+\)/g, '')
      .replace(/\/(?:page|route)\.tsx?$/, '')
      .replace(/\/\[.*$/, ''),
  )
  .filter(Boolean)

test.each(OWN_ADDRESSES)('no document can stand where the site itself answers: %s', (path) => {
  expect(canShowDocument(path)).toBe(false)
})
