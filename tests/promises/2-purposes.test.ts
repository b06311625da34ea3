import {afterAll, beforeAll, expect, test} from 'vitest'
import {mailKinds} from '#lib/workers.ts'
import {openShop, type Shop} from '#tests/support/shop/shop.ts'

/** §2: each mail that the site can send is about an order or a message. There is no other kind. */

let shop: Shop
beforeAll(async () => {
  shop = await openShop()
})
afterAll(() => shop.close())

/** What a kind of mail is for, by how its name begins. */
const PURPOSES = [
  {begins: 'order_', purpose: 'To provide our services, and to process payments'},
  {begins: 'refund_', purpose: 'To process payments'},
  {begins: 'payment_', purpose: 'To process payments'},
  {begins: 'owner_', purpose: 'To provide our services: the owner is told what there is to do'},
  {begins: 'contact_', purpose: 'To communicate with you: inquiries'},
  {begins: 'privacy_', purpose: 'To communicate with you: requests about personal information'},
  {begins: 'request_', purpose: 'To communicate with you: requests about personal information'},
  {begins: 'data_', purpose: 'To communicate with you: requests about personal information'},
  {begins: 'setup_', purpose: 'To provide our services: the set-up'},
]

test('each kind of mail has a purpose that the policy names, and none is an advertisement', () => {
  const kinds = Object.keys(mailKinds(shop.commerce))
  expect(kinds.length).toBeGreaterThan(5)
  expect(kinds.filter((kind) => !PURPOSES.some(({begins}) => kind.startsWith(begins)))).toEqual([])
  expect(kinds.filter((kind) => /news|offer|campaign|promo|marketing/i.test(kind))).toEqual([])
})
