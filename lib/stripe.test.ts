import {readFileSync} from 'node:fs'
import {expect, test} from 'vitest'
import {isLiveKey, SITE_KEY_PERMISSIONS, stripeClient} from './stripe.ts'

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

test('the permissions of a restricted key are those that the document of going live lists and ticks', () => {
  const manual = readFileSync('docs/deploy.md', 'utf8')
  const listed = [...manual.matchAll(/^\| .+ \| `(\w+_(?:read|write))` \|/gm)].map(([, name]) => name)
  expect(listed).toEqual([...SITE_KEY_PERMISSIONS])

  const [link] = /https:\/\/dashboard\.stripe\.com\/apikeys\/create\?\S+(?=\))/.exec(manual) ?? []
  const ticked = new URL(link ?? '').searchParams.getAll('permissions[]')
  // Stripe publishes no name for redaction jobs that a link could tick.
  const known = SITE_KEY_PERMISSIONS.filter((name) => name !== 'redaction_job_write')
  expect(ticked).toEqual(known.map((name) => `rak_${name}`))
})
