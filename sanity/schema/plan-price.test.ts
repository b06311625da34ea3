import {expect, test} from 'vitest'
import type {PriceLookup} from '#lib/format/purchases.ts'
import {mayNotPrice, priceWords, validatePriceAtStripe} from './plan-price.tsx'

const PRICE: PriceLookup = {ok: true, price: {product: 'Lifetime Access', amount: 9900, currency: 'usd'}}

const refused = (reason: Exclude<PriceLookup, {ok: true}>['reason']): PriceLookup => ({ok: false, reason})

test('an editor reads what Stripe charges, and for what', () => {
  expect(priceWords(PRICE)).toBe('Stripe charges US$99.00 now, for “Lifetime Access”.')
})

test('a key that Stripe knows passes', async () => {
  expect(await validatePriceAtStripe('lifetime_access', async () => PRICE)).toBe(true)
})

test.each([
  ['unknown-price', /no price with this lookup key/],
  ['recurring-price', /one-time price/],
  ['unusable-price', /US dollars/],
] as const)('a key is refused for %s', async (reason, words) => {
  expect(await validatePriceAtStripe('any', async () => refused(reason))).toMatch(words)
})

test.each(['unreachable', 'busy', 'archived-price'] as const)(
  'words of a plan can be published while its price is %s, and the form says so',
  async (reason) => {
    expect(await validatePriceAtStripe('any', async () => refused(reason))).toBe(true)
    expect(priceWords(refused(reason))).toMatch(/Stripe/)
  },
)

test('what is no key is not asked for', async () => {
  const ask = () => Promise.reject(new Error('asked'))
  expect(await validatePriceAtStripe(undefined, ask)).toBe(true)
  expect(await validatePriceAtStripe('no key/../', ask)).toBe(true)
})

test('only an administrator says what a plan costs', () => {
  const user = (...names: string[]) => ({
    currentUser: {
      id: 'u',
      name: 'U',
      email: 'u@example.com',
      role: '',
      roles: names.map((name) => ({name, title: name})),
    },
  })
  expect(mayNotPrice(user('administrator'))).toBe(false)
  expect(mayNotPrice(user('editor', 'viewer'))).toBe(true)
  expect(mayNotPrice({currentUser: null})).toBe(true)
})
