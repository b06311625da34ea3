import {expect, test} from 'vitest'
import {matchesTag} from './matches-tag.ts'

test.each([
  ['"a"', true],
  ['W/"a"', true],
  ['"b", "a"', true],
  ['*', true],
  ['"ab"', false],
  ['a', false],
  ['', false],
  [undefined, false],
])('If-None-Match: %s', (held, expected) => {
  expect(matchesTag(held, '"a"')).toBe(expected)
})
