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

test('an empty address is refused with how to get one', () => {
  expect(validatePolicySlug(undefined)).toMatch(/"Generate"/)
  expect(validatePolicySlug({})).toMatch(/"Generate"/)
})
