import {readFileSync} from 'node:fs'
import {expect, it} from 'vitest'
import {schemaFile} from './file.ts'
import {generate} from './generate.ts'

it('the committed schema is what the installed SDK’s types give', () => {
  expect(generate() === readFileSync(new URL('./stripe.gen.json', import.meta.url), 'utf8')).toBe(true)
})

it('closes the enums that the SDK leaves open, and admits only ids of objects that are not kept', () => {
  const session = schemaFile.$defs['Checkout.Sessions:Session']?.properties
  expect(session?.status).toEqual({anyOf: [{enum: ['complete', 'expired', 'open']}, {type: 'null'}]})
  expect(session?.subscription).toEqual({anyOf: [{type: 'string'}, {type: 'null'}]})
  expect(session?.payment_intent).toEqual({
    anyOf: [{type: 'string'}, {$ref: '#/$defs/PaymentIntents:PaymentIntent'}, {type: 'null'}],
  })
})
