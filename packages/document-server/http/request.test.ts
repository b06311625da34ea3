import {IncomingMessage} from 'node:http'
import {Socket} from 'node:net'
import {expect, test} from 'vitest'
import {canonicalPath, isCrossSite, locationFor, matchesTag, refusalOf} from './request.ts'

function settled(url: string): string | undefined {
  const request = new IncomingMessage(new Socket())
  request.url = url
  request.headers = {host: 'site.example'}
  request.rawHeaders = ['Host', 'site.example']
  return refusalOf(request) === undefined ? request.url : undefined
}

test.each([
  ['/privacy?a=%', '/privacy?a=%'],
  ['/caf%C3%A9', '/caf%C3%A9'],
  ['http://elsewhere.example/privacy?a=b', '/privacy?a=b'],
  ['*', undefined],
  ['privacy', undefined],
  ['ftp://elsewhere.example/', undefined],
  ['/%zz', undefined],
  ['/%C3', undefined],
  ['/a%0A{"level":50}', undefined],
  ['/a%0d', undefined],
  ['/a%00', undefined],
  ['/a%1b[2J', undefined],
  ['/a%C2%85b', undefined],
  ['/a%E2%80%A8b', undefined],
  ['http://elsewhere.example/a%0Ab', undefined],
  ['/privacy?a=%0A', '/privacy?a=%0A'],
  ['/a%20b', '/a%20b'],
])('%s', (url, expected) => {
  expect(settled(url)).toBe(expected)
})

test('a part that no file can be named by, and a path that no page has, is refused', () => {
  const longest = `/${'a'.repeat(240)}`
  expect(settled(`${longest}/b?${'c'.repeat(5_000)}`)).toBeDefined()
  expect(settled(`${longest}a`)).toBeUndefined()
  expect(settled(`/b/${'%C3%A9'.repeat(41)}/c`)).toBeUndefined()
  expect(settled('/a'.repeat(1_025))).toBeUndefined()
})

const SITE = 'https://site.example'

test.each([
  [{}, false],
  [{origin: SITE}, false],
  [{origin: SITE, 'sec-fetch-site': 'same-origin'}, false],
  [{origin: 'https://elsewhere.example'}, true],
  [{origin: 'null'}, true],
  [{'sec-fetch-site': 'cross-site'}, true],
  [{origin: SITE, 'sec-fetch-site': 'same-site'}, true],
])('%j', (headers, expected) => {
  expect(isCrossSite(headers, SITE)).toBe(expected)
})

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

test.each([
  ['/new', '/old', '/new'],
  ['/new', '/old?a=1&b', '/new?a=1&b'],
  ['/new?own=1', '/old?a=1', '/new?own=1'],
  ['/new#part', '/old?a=1', '/new?a=1#part'],
  ['/new#part?', '/old?a=1', '/new?a=1#part?'],
  ['https://b.example/', '/old?a=1', 'https://b.example/?a=1'],
  ['/new', '/old?', '/new'],
  ['/new', '/old?a=\u00c3\u00bc', '/new?a=%C3%BC'],
  ['/\u6c34\ud800', '/old', '/%E6%B0%B4%EF%BF%BD'],
  ['/%C3%BC', '/old', '/%C3%BC'],
])('a redirect to %j leads the reader of %j to %j', (location, url, expected) => {
  expect(locationFor(location, url)).toBe(expected)
})

test.each([
  ['/', '/'],
  ['/privacy', '/privacy'],
  ['/privacy/', '/privacy'],
  ['/a/b.md', '/a/b.md'],
  ['/caf%C3%A9', '/caf%C3%A9'],
  ['/caf%c3%a9/', '/caf%C3%A9'],
  ['/%70rivacy', '/privacy'],
  ['/a%2Fb', '/a%2Fb'],
  ['/pricing)', '/pricing)'],
  ['/100%25', '/100%25'],
  ['/caf\u00c3\u00a9', undefined],
  ['//privacy', undefined],
  ['/a//b', undefined],
  ['/./a', undefined],
  ['/%2e%2e/a', undefined],
])('the name of the path %s is %s', (path, name) => {
  expect(canonicalPath(path)).toBe(name)
})
