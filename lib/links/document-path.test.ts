import {expect, test} from 'vitest'
import {documentPath} from './document-path.ts'

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
