import fc from 'fast-check'
import {expect, test} from 'vitest'
import {chooseEncoding, ENCODINGS} from './encoding.ts'

test.each([
  ['gzip, deflate, br, zstd', 'br'],
  ['gzip, deflate, br', 'br'],
  ['gzip, deflate', 'gzip'],
  ['GZIP', 'gzip'],
  ['x-gzip', 'gzip'],
  ['br;q=0.5, gzip', 'gzip'],
  ['br;q=0, gzip;q=0', 'identity'],
  ['*', 'br'],
  ['*;q=0.1', 'br'],
  ['br;q=0, *', 'gzip'],
  ['identity;q=1, br;q=0.5', 'identity'],
  ['identity;q=0', 'identity'],
  ['deflate', 'identity'],
  ['brotli', 'identity'],
  ['br;q=oops', 'identity'],
  ['', 'identity'],
  [undefined, 'identity'],
])('%s is answered with %s', (accepted, encoding) => {
  expect(chooseEncoding(accepted)).toBe(encoding)
})

test('the answer is one of ours for any header', () => {
  fc.assert(
    fc.property(fc.string(), (accepted) => {
      expect(ENCODINGS).toContain(chooseEncoding(accepted))
    }),
  )
})
