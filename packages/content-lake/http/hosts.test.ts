import {expect, it} from 'vitest'
import {isLoopbackAddress} from './hosts.ts'

it.each(['127.0.0.1', '127.8.9.10', '::1', '::ffff:127.0.0.1', '0:0:0:0:0:0:0:1'])(
  '%s is this machine',
  (address) => {
    expect(isLoopbackAddress(address)).toBe(true)
  },
)

it.each([
  '',
  'localhost',
  '0.0.0.0',
  '::',
  '10.0.0.1',
  '128.0.0.1',
  '::ffff:10.0.0.1',
  '::2',
  '127.0.0.1.evil.example',
])('%j is not', (address) => {
  expect(isLoopbackAddress(address)).toBe(false)
})
