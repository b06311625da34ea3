import {expect, test} from 'vitest'
import {validateLookupKey} from './plan.ts'

test.each([
  [undefined, /which price/],
  ['price_1MoBy5LkdIwHu7ixZhnattbh', /id of a price/],
  ['lifetime access', /letters, digits/],
])('the lookup key %j is refused in plain words', (key, words) => {
  expect(validateLookupKey(key)).toMatch(words)
})

test('an ordinary lookup key passes', () => {
  expect(validateLookupKey('lifetime_access')).toBe(true)
})
