import {expect, test} from 'vitest'
import {validateLookupKey} from './lookup-key-rule.ts'
import {validatePlanSlug} from './plan-slug-rule.ts'

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

test.each([
  [undefined, /which price/],
  ['price_1MoBy5LkdIwHu7ixZhnattbh', /id of a price/],
  ['lifetime access', /letters, digits/],
])('the lookup key %j is refused in plain words', (key, words) => {
  expect(validateLookupKey(key)).toMatch(words)
})

test('an ordinary address and lookup key pass', () => {
  expect(validatePlanSlug({current: 'lifetime-access'})).toBe(true)
  expect(validateLookupKey('lifetime_access')).toBe(true)
})
