import {expect, test} from 'vitest'
import {clientNetwork} from './client-network.ts'

const of = (value?: string) =>
  clientNetwork(new Headers(value === undefined ? {} : {'x-forwarded-for': value}))

test('the entry next to the server counts, whatever the client wrote before it', () => {
  expect(of('10.0.0.1, 203.0.113.7')).toBe('203.0.113.7')
  expect(of('203.0.113.7')).toBe('203.0.113.7')
  expect(of()).toBe('')
})

test('an IPv4 address is the same however it is written', () => {
  expect(of('::ffff:203.0.113.7')).toBe('203.0.113.7')
})

test.each([
  ['2001:db8:0:1::1', '2001:db8:0:1::/64'],
  ['2001:0db8:0000:0001:ffff:1:2:3', '2001:db8:0:1::/64'],
  ['2001:db8::1', '2001:db8:0:0::/64'],
  ['::1', '0:0:0:0::/64'],
])('all addresses of one IPv6 network are one: %s', (address, network) => {
  expect(of(address)).toBe(network)
})
