import {expect, test} from 'vitest'
import {maskPath} from './mask-path.ts'

const TOKEN = 'q7mJ3t0kR1w_xYz-9AbCdEfGhIjKlMnOpQrStUvWx12'

test.each([
  ['/privacy?email=me@example.com', '/privacy'],
  ['/setup/abc', '/setup/*'],
  [`/api/setup/${TOKEN}/save`, '/api/setup/*/save'],
  [`/anything/${TOKEN}`, '/anything/*'],
  [`/anything/${'a0'.repeat(32)}`, '/anything/*'],
  ['/unsubscribe/me@example.com', '/unsubscribe/*'],
  ['/unsubscribe/me%40example.com', '/unsubscribe/*'],
  ['/a-policy-with-a-long-name', '/a-policy-with-a-long-name'],
  [
    '/media/0123456789abcdef0123456789abcdef01234567-80x80.png',
    '/media/0123456789abcdef0123456789abcdef01234567-80x80.png',
  ],
])('%s is logged as %s', (url, path) => {
  expect(maskPath(url)).toBe(path)
})

test('a path is cut at a length that no page has', () => {
  expect(maskPath(`/${'a/'.repeat(1000)}`)).toHaveLength(256)
})
