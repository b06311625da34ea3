import {expect, test} from 'vitest'
import {isLiveKey, stripeClient} from './stripe.ts'

// Made up: of the form of a key, and of no account.
const KEY = 'sk_test_0123456789abcdef'

test('without another host the client talks to Stripe itself, encrypted', () => {
  const stripe = stripeClient({secretKey: KEY})
  expect(stripe.getApiField('host')).toBe('api.stripe.com')
  expect(stripe.getApiField('protocol')).toBe('https')
  expect(String(stripe.getApiField('port'))).toBe('443')
})

test('with another host it talks to that one', () => {
  const stripe = stripeClient({secretKey: KEY, apiHost: 'http://127.0.0.1:3002'})
  expect(stripe.getApiField('host')).toBe('127.0.0.1')
  expect(stripe.getApiField('protocol')).toBe('http')
  expect(String(stripe.getApiField('port'))).toBe('3002')
})

test('it repeats twice and waits no longer than a visitor would', () => {
  const stripe = stripeClient({secretKey: KEY})
  expect(stripe.getMaxNetworkRetries()).toBe(2)
  expect(stripe.getApiField('timeout')).toBeLessThanOrEqual(5_000)
})

test.each([
  ['sk_test_1', false],
  ['rk_test_1', false],
  ['sk_live_1', true],
  ['rk_live_1', true],
])('%s moves real money: %s', (key, isLive) => {
  expect(isLiveKey(key)).toBe(isLive)
})
