import {describe, expect, test} from 'vitest'
import {validateOldPath, validatePath, validatePlanSlug, validatePolicySlug} from './addresses.ts'

describe('the address of a page', () => {
  test.each(['/', '/about', '/services/drain-cleaning', '/p2'])('%s may be an address', (path) => {
    expect(validatePath(path)).toBe(true)
  })

  test.each([
    [undefined, 'Give the page an address'],
    ['', 'Give the page an address'],
    ['about', 'Begin the address with a slash: /about'],
    ['/about/', 'Leave out the slash at the end: /about'],
    ['/About', 'Use small letters, digits and single dashes only, for example /about.'],
    ['/a b', 'for example /a-b.'],
    ['/Emergency Plumbers', 'for example /emergency-plumbers.'],
    ['Emergency Plumbers', 'for example /emergency-plumbers.'],
    ['/Services/Drains & Sewers/', 'for example /services/drains-sewers.'],
    ['/é', 'for example /e.'],
    ['/¿?', 'for example /about.'],
    ['//evil.example', 'for example /evil-example.'],
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
})

describe('the address of a policy', () => {
  test.each(['privacy', 'terms-of-service', 'p2'])('%s may be an address', (current) => {
    expect(validatePolicySlug({current})).toBe(true)
  })

  test.each(['Privacy', 'a/b', '-a', 'a--b', 'a b', 'a.b', 'é'])(
    '%j is refused with the letters that are allowed',
    (current) => {
      expect(validatePolicySlug({current})).toMatch(/small letters/)
    },
  )

  test.each(['api', 'studio', 'blocks', 'setup', 'checkout'])(
    '%s is refused because the site answers there',
    (current) => {
      expect(validatePolicySlug({current})).toMatch(`The site uses /${current} itself`)
    },
  )

  test('an address that the site would never look for is refused as too long', () => {
    expect(validatePolicySlug({current: 'a'.repeat(96)})).toBe(true)
    expect(validatePolicySlug({current: 'a'.repeat(97)})).toBe('Use at most 96 characters.')
  })

  test('an empty address is refused with how to get one', () => {
    expect(validatePolicySlug(undefined)).toMatch(/"Generate"/)
    expect(validatePolicySlug({})).toMatch(/"Generate"/)
  })
})

describe('the address of a plan', () => {
  test.each([
    [undefined, /Give the plan an address/],
    ['', /Give the plan an address/],
    ['Lifetime Access', /small letters/],
    ['lifetime--access', /single dashes/],
    ['a'.repeat(97), /at most 96 characters/],
    ['thanks', /\/checkout\/thanks itself/],
  ])('the address %j is refused in plain words', (current, words) => {
    expect(validatePlanSlug(current === undefined ? undefined : {current})).toMatch(words)
  })

  test('an ordinary address passes', () => {
    expect(validatePlanSlug({current: 'lifetime-access'})).toBe(true)
  })
})

describe('the old address of a redirect', () => {
  test.each([
    '/old',
    '/checkout/old-plan',
    '/Old_Page.html',
    '/2024/05/drains',
    '/~ann',
    '/über-uns',
    '/%C3%BCber-uns',
    '/100%25-free',
    '/100%-free',
    '/caf%E9',
    '/水/(old)',
  ])('%s can be led away from', (path) => {
    expect(validateOldPath(path)).toBe(true)
  })

  test.each([
    [undefined, 'Write the old address'],
    ['old', 'before it: /old'],
    ['https://plumbperfectleads.help/old', 'before it: /old'],
    ['/', 'front page'],
    ['/old/', 'slash at the end: /old'],
    ['/old?page=2', 'from the ? or # on'],
    ['/old page', 'letters, digits'],
    ['/old//page', 'letters, digits'],
    ['/api/old', 'uses /api/old itself'],
    ['/studio', 'uses /studio itself'],
    ['/%73tudio', 'uses /%73tudio itself'],
    ['/%2e%2e', 'letters, digits'],
    ['/checkout/thanks', 'uses /checkout/thanks itself'],
    ['/robots.txt', 'uses /robots.txt itself'],
    ['/icon.svg', 'uses /icon.svg itself'],
    ['/old.md', 'uses /old.md itself'],
    [`/${'a'.repeat(200)}`, 'at most 200 characters'],
    ['/..', 'letters, digits'],
  ])('%j is refused with what to do', (path, message) => {
    expect(validateOldPath(path)).toContain(message)
  })
})
