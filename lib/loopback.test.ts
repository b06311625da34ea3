import {expect, test} from 'vitest'
import {isLoopback} from './loopback.ts'

test.each([
  'postgres://site:word@localhost:5432/site',
  'postgres:///site?host=/var/run/postgresql',
  'redis://127.0.0.1:6379',
  'smtp://127.8.9.1',
  'redis://[::1]:6379',
])('%s stays on this machine', (address) => {
  expect(isLoopback(address)).toBe(true)
})

test.each([
  'redis://10.0.0.1',
  'smtp://mail',
  'redis://localhost.example.com',
  'postgres://127.0.0.1.example.com/site',
])('%s leaves it', (address) => {
  expect(isLoopback(address)).toBe(false)
})
