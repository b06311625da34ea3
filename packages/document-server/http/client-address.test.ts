import {IncomingMessage} from 'node:http'
import {Socket} from 'node:net'
import {expect, test} from 'vitest'
import {clientAddresses} from './client-address.ts'

function request(from: string, forwarded?: string): IncomingMessage {
  const socket = new Socket()
  Object.defineProperty(socket, 'remoteAddress', {value: from})
  const message = new IncomingMessage(socket)
  if (forwarded !== undefined) message.headers['x-forwarded-for'] = forwarded
  return message
}

test('what a reader says of its address is not believed', () => {
  expect(clientAddresses([])(request('203.0.113.9', '198.51.100.1'))).toBe('203.0.113.9')
  expect(clientAddresses(['10.0.0.0/8'])(request('203.0.113.9', '198.51.100.1'))).toBe('203.0.113.9')
})

test('of a chain, only what trusted proxies added counts', () => {
  const addressOf = clientAddresses(['10.0.0.0/8', '::1'])
  expect(addressOf(request('10.0.0.1', '192.0.2.66, 198.51.100.1, 10.0.0.2'))).toBe('198.51.100.1')
  expect(addressOf(request('::1', '2001:db8::1'))).toBe('2001:db8::1')
  expect(addressOf(request('10.0.0.1', 'unknown'))).toBe('10.0.0.1')
  expect(addressOf(request('10.0.0.1'))).toBe('10.0.0.1')
})

test('an IPv4 address over IPv6 is the same address', () => {
  expect(clientAddresses(['127.0.0.1'])(request('::ffff:127.0.0.1', '198.51.100.1'))).toBe('198.51.100.1')
})

test('a proxy that is not named as trusted is told of once', () => {
  let told = 0
  const tell = () => {
    told += 1
  }
  const addressOf = clientAddresses(['10.0.0.0/8'], tell)
  addressOf(request('10.0.0.1', '198.51.100.1'))
  addressOf(request('203.0.113.9'))
  expect(told).toBe(0)
  for (const from of ['203.0.113.9', '203.0.113.9', '203.0.113.10']) addressOf(request(from, '198.51.100.1'))
  expect(told).toBe(1)
  clientAddresses([], tell)(request('172.17.0.1', '198.51.100.1'))
  expect(told).toBe(2)
})
