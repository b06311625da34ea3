import {afterAll, afterEach, beforeAll, expect, test} from 'vitest'
import {hearMissedPrices} from '#lib/checkout/missed-prices.ts'
import {reconcile} from '#lib/orders/reconcile.ts'
import {openShop, type Shop} from '#tests/support/shop/shop.ts'
import {control} from '#tests/support/shop/stripe.ts'

let shop: Shop
let expired = 0

beforeAll(async () => {
  shop = await openShop()
})
afterEach(() => control(shop.stripeUrl, 'faults', {}, 'DELETE'))
afterAll(() => shop.close())

const expire = async () => {
  expired += 1
}

/** A price that changes while the site cannot be reached. */
async function changeUnheard(): Promise<void> {
  await control(shop.stripeUrl, 'faults/webhooks', {kind: 'drop', type: '*', times: 5})
  const product = 'plumbperfect_lifetime_access'
  await shop.commerce.stripe.prices.create({product, currency: 'usd', unit_amount: 100})
  await control(shop.stripeUrl, 'deliveries/flush')
  await control(shop.stripeUrl, 'faults', {}, 'DELETE')
}

test('a change of prices that was never heard of expires the amounts, once', async () => {
  await hearMissedPrices(shop.commerce, async () => {})
  await changeUnheard()
  await expect(hearMissedPrices(shop.commerce, () => Promise.reject(new Error('not now')))).rejects.toThrow(
    'not now',
  )
  expect(await hearMissedPrices(shop.commerce, expire)).toBe(1)
  expect(await hearMissedPrices(shop.commerce, expire)).toBe(0)
  expect(expired).toBe(1)
})

test('the search for missed orders leaves prices to those who keep them', async () => {
  await changeUnheard()
  expect(await reconcile(shop.commerce, 0)).toMatchObject({events: 0, failures: 0})
  expect(await hearMissedPrices(shop.commerce, expire)).toBe(1)
})
