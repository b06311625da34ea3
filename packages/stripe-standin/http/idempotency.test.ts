import {expect, it} from 'vitest'
import {fingerprint} from './idempotency.ts'

it('is the same for the same parameters in any order', () => {
  const one = fingerprint('POST', '/v1/products', {name: 'A', metadata: {a: '1', b: '2'}})
  expect(fingerprint('POST', '/v1/products', {metadata: {b: '2', a: '1'}, name: 'A'})).toBe(one)
})

it('differs by method, path, value, and the order of a list', () => {
  const prints = [
    fingerprint('POST', '/v1/products', {images: ['a', 'b']}),
    fingerprint('POST', '/v1/products', {images: ['b', 'a']}),
    fingerprint('POST', '/v1/prices', {images: ['a', 'b']}),
    fingerprint('DELETE', '/v1/products', {images: ['a', 'b']}),
  ]
  expect(new Set(prints).size).toBe(4)
})
