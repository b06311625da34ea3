import {expect, test} from 'vitest'
import {pathMask} from './mask-path.ts'

const maskPath = pathMask({
  secretsBelow: ['setup', 'verify', 'privacy/requests'],
  secretParameters: ['link'],
  publicPaths: /^\/media\/[0-9a-f]{40}-\d+x\d+\.[a-z]+$/,
})

const TOKEN = 'q7mJ3t0kR1w_xYz-9AbCdEfGhIjKlMnOpQrStUvWx12'

test.each([
  ['/privacy?email=me@example.com', '/privacy'],
  ['/setup/abc', '/setup/*'],
  [`/api/setup/${TOKEN}/save`, '/api/setup/*'],
  [`/anything/${TOKEN}`, '/anything/*'],
  [`/anything/${TOKEN}).`, '/anything/*).'],
  [`/anything/${TOKEN}=`, '/anything/*='],
  [`/anything/${TOKEN}abc`, '/anything/*'],
  [`/anything-${TOKEN}/more`, '/*/more'],
  [`/setup%3Flink=${TOKEN}`, '/setup'],
  [`/setup%3Flink%3D${TOKEN.slice(9)}`, '/setup'],
  [`/setup%253Flink%253D${TOKEN.slice(9)}`, '/setup'],
  [`/setup=3Flink=3D${TOKEN.slice(9)}`, '/setup=*'],
  [`/setup&link=${TOKEN.slice(9)}`, '/setup&*'],
  [`/setuplink=${TOKEN.slice(9)}`, '/setuplink=*'],
  [`/%73etup//${TOKEN.slice(9)}`, '/setup/*'],
  [`//setup/${TOKEN.slice(9)}`, '/setup/*'],
  [`/api//setup/${TOKEN.slice(9)}`, '/api/setup/*'],
  [`/en/setup/${TOKEN.slice(9)}`, '/en/setup/*'],
  [`/setup\\${TOKEN.slice(9)}`, '/setup/*'],
  [`/setup%20/${TOKEN.slice(9)}`, '/setup *'],
  [`/setup/${TOKEN.slice(0, 20)}/${TOKEN.slice(20)}%zz`, '/setup/*'],
  [`/privacy//requests/${TOKEN.slice(9)}`, '/privacy/requests/*'],
  [`/anything/%71${TOKEN.slice(1)}`, '/anything/*'],
  [`/anything/%2571${TOKEN.slice(1)}`, '/anything/*'],
  [`/${'a/'.repeat(120)}${TOKEN}`, `/${'a/'.repeat(120)}*`],
  [`/anything/${'a0'.repeat(32)}`, '/anything/*'],
  ['/unsubscribe/me@example.com', '/unsubscribe/*'],
  ['/unsubscribe/me%40example.com', '/unsubscribe/*'],
  ['/unsubscribe/me%2540example.com', '/unsubscribe/*'],
  ['/caf%C3%A9', '/caf%C3%A9'],
  ['/a%0Ab', '/a%0Ab'],
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

test('where no address is named, what looks like a secret or a person is masked all the same', () => {
  const mask = pathMask({})
  expect([mask('/setup/abc?link=1'), mask(`/a/${TOKEN}`), mask('/a/me%40example.com')]).toEqual([
    '/setup/abc',
    '/a/*',
    '/a/*',
  ])
})
