import {expect, test} from 'vitest'
import {validatePath} from './address-rule.ts'

test.each(['/', '/about', '/services/drain-cleaning', '/p2'])('%s may be an address', (path) => {
  expect(validatePath(path)).toBe(true)
})

test.each([
  [undefined, 'Give the page an address'],
  ['', 'Give the page an address'],
  ['about', 'Begin the address with a slash: /about'],
  ['/about/', 'Leave out the slash at the end: /about'],
  ['/About', 'Use small letters'],
  ['/a b', 'Use small letters'],
  ['//evil.example', 'Use small letters'],
  ['/a//b', 'Use small letters'],
  ['/sitemap.xml', 'Use small letters'],
  ['/studio', 'The site uses /studio itself'],
  ['/api/anything', 'The site uses /api/anything itself'],
  ['/contact/sent', 'The site uses /contact/sent itself'],
  ['/index', 'The site uses /index itself'],
  [`/${'a'.repeat(200)}`, 'at most 200 characters'],
])('%j is refused with what to do', (path, message) => {
  expect(validatePath(path)).toContain(message)
})
