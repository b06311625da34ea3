import {expect, it} from 'vitest'
import {ApiFaults, apiFaultSchema} from './api-faults.ts'

function faultsWith(...given: object[]): ApiFaults {
  const faults = new ApiFaults()
  for (const fault of given) faults.add(apiFaultSchema.parse(fault))
  return faults
}

it('meets the calls of its method and path, as often as it was asked to', () => {
  const faults = faultsWith({kind: 'status', method: 'POST', path: '/v1/checkout/sessions', times: 2})
  expect(faults.take('GET', '/v1/checkout/sessions')).toBeUndefined()
  expect(faults.take('POST', '/v1/checkout/sessions/cs_1/expire')).toBeUndefined()
  expect(faults.take('POST', '/v1/checkout/sessions')).toMatchObject({kind: 'status', status: 500})
  expect(faults.take('POST', '/v1/checkout/sessions')).toBeDefined()
  expect(faults.take('POST', '/v1/checkout/sessions')).toBeUndefined()
})

it('takes a star for any part of a path, and dots as they are', () => {
  expect(
    faultsWith({kind: 'hang', path: '/v1/checkout/sessions/*'}).take('GET', '/v1/checkout/sessions/cs_1'),
  ).toBeDefined()
  expect(faultsWith({kind: 'hang', path: '/v1/a.b'}).take('GET', '/v1/aXb')).toBeUndefined()
})

it('uses faults up in the order in which they were added', () => {
  const faults = faultsWith({kind: 'hang'}, {kind: 'reset'})
  expect([1, 2, 3].map(() => faults.take('GET', '/v1/prices')?.kind)).toEqual(['hang', 'reset', undefined])
})
