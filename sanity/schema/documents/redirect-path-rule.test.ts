import {expect, test} from 'vitest'
import {validateOldPath} from './redirect-path-rule.ts'

test.each(['/old', '/checkout/old-plan', '/Old_Page.html', '/2024/05/drains', '/~ann'])(
  '%s can be led away from',
  (path) => {
    expect(validateOldPath(path)).toBe(true)
  },
)

test.each([
  [undefined, 'Write the old address'],
  ['old', 'slash: /old'],
  ['https://plumbperfectleads.help/old', 'slash: /old'],
  ['/', 'front page'],
  ['/old/', 'slash at the end: /old'],
  ['/old?page=2', 'from the ? or # on'],
  ['/old page', 'letters, digits'],
  ['/old//page', 'letters, digits'],
  ['/api/old', 'uses /api/old itself'],
  ['/studio', 'uses /studio itself'],
  ['/checkout/thanks', 'uses /checkout/thanks itself'],
  ['/robots.txt', 'uses /robots.txt itself'],
  ['/icon.svg', 'uses /icon.svg itself'],
  ['/old.md', 'uses /old.md itself'],
  [`/${'a'.repeat(200)}`, 'at most 200 characters'],
  ['/..', 'letters, digits'],
])('%j is refused with what to do', (path, message) => {
  expect(validateOldPath(path)).toContain(message)
})
