import {expect, test} from 'vitest'
import {validateAlt} from './picture.ts'

const asset = {_type: 'reference', _ref: 'image-1'}

test('a picture needs words, and words need no picture', () => {
  expect(validateAlt(undefined, {asset})).toMatch(/what the picture shows/)
  expect(validateAlt('  ', {asset})).toMatch(/what the picture shows/)
  expect(validateAlt('A van in front of a house', {asset})).toBe(true)
  expect(validateAlt(undefined, {})).toBe(true)
  expect(validateAlt(undefined, undefined)).toBe(true)
})
