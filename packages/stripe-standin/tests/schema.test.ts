import {readFileSync} from 'node:fs'
import {expect, it} from 'vitest'
import {assertObject, blank} from '../schema/check.ts'
import {generate} from '../schema/generate.ts'
import {schemaFile} from '../schema/schema.ts'
import type {Objects} from '../schema/types.ts'

it('the committed schema is what the installed SDK’s types give', () => {
  expect(generate() === readFileSync(new URL('../schema/stripe.gen.json', import.meta.url), 'utf8')).toBe(
    true,
  )
})

it('closes the enums that the SDK leaves open, and admits only ids of objects that are not kept', () => {
  const session = schemaFile.$defs['Checkout.Sessions:Session']?.properties
  expect(session?.status).toEqual({anyOf: [{enum: ['complete', 'expired', 'open']}, {type: 'null'}]})
  expect(session?.subscription).toEqual({anyOf: [{type: 'string'}, {type: 'null'}]})
  expect(session?.payment_intent).toEqual({
    anyOf: [{type: 'string'}, {$ref: '#/$defs/PaymentIntents:PaymentIntent'}, {type: 'null'}],
  })
})

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
