import {expect, it} from 'vitest'
import {blank} from './blank.ts'
import {assertObject} from './check-object.ts'
import type {Objects} from './roots.ts'

const names: (keyof Objects)[] = [
  ...(['account', 'charge', 'checkout.session', 'customer', 'dispute', 'event', 'invoice'] as const),
  ...(['payment_intent', 'payment_method', 'price', 'product', 'refund', 'webhook_endpoint'] as const),
]

it.each(names)('the emptiest %s is in the SDK’s shape', (name) => {
  expect(() => assertObject(name, blank(name))).not.toThrow()
})

it('an object with a field too many, or of the wrong kind, is not', () => {
  expect(() => assertObject('price', {...blank('price'), colour: 'red'})).toThrow(/additional/)
  expect(() => assertObject('price', {...blank('price'), unit_amount: '9900'})).toThrow(/unit_amount/)
})
