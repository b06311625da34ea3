import {expect, it} from 'vitest'
import {isLoopback} from './loopback.ts'

it.each(['localhost', 'shop.localhost', '127.0.0.1', '127.1.2.3', '::1', '[::1]', 'LOCALHOST'])(
  '%s is this machine',
  (name) => {
    expect(isLoopback(name)).toBe(true)
  },
)

it.each(['example.com', 'localhost.example.com', '0.0.0.0', '10.0.0.1', '127.0.0.1.example.com', ''])(
  '%s is not',
  (name) => {
    expect(isLoopback(name)).toBe(false)
  },
)
