import Stripe from 'stripe'
import {expect, it} from 'vitest'
import {signatureHeader} from './sign.ts'

it('signs as the SDK does', () => {
  const payload = '{"id":"evt_1"}'
  const timestamp = 1_760_000_000
  const {v1} = /v1=(?<v1>\w+)/.exec(signatureHeader(payload, 'whsec_test', timestamp))?.groups ?? {}
  const expected = Stripe.webhooks.generateTestHeaderString({payload, secret: 'whsec_test', timestamp})
  expect(expected).toBe(`t=${timestamp},v1=${v1}`)
})
