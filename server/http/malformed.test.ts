import {IncomingMessage} from 'node:http'
import {Socket} from 'node:net'
import {expect, test} from 'vitest'
import {settleAddress} from './malformed.ts'

function settled(url: string): string | undefined {
  const request = new IncomingMessage(new Socket())
  request.url = url
  return settleAddress(request) ? request.url : undefined
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
])('%s', (url, expected) => {
  expect(settled(url)).toBe(expected)
})
