import {expect, test} from 'vitest'
import {validatePolicySlug} from './policy-slug-rule.ts'

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
