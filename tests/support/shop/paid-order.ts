import type {Order} from '#lib/db/schema.ts'
import {findOrderOfNonce} from '#lib/orders/find-order-of-nonce.ts'
import {mintNonce} from '#lib/orders/nonce.ts'
import {payByCard} from './buyer.ts'
import {eventually} from './eventually.ts'
import {postCheckout} from './post-checkout.ts'
import type {RunningShop} from './running-shop.ts'

export type PaidOrder = {order: Order; sessionId: string; setupUrl: string}

/** An order that was bought over HTTP, with the link to its set-up form out of the confirmation mail. */
export async function buyPaidOrder(shop: RunningShop): Promise<PaidOrder> {
  const nonce = mintNonce()
  const answer = await postCheckout(shop, {nonce})
  const stripePage = answer.headers.get('location') ?? ''
  await payByCard(stripePage)
  const order = await eventually(
    () => findOrderOfNonce(shop.db, nonce),
    (found) => found?.state === 'awaiting_details',
    20_000,
  )
  if (order === undefined) throw new Error('No order was made.')
  return {
    order,
    sessionId: /cs_test_\w+/.exec(stripePage)?.[0] ?? '',
    setupUrl: await setupLinkOf(shop, order.id),
  }
}

/** The newest link to the set-up form that was mailed for an order. */
export async function setupLinkOf(shop: RunningShop, orderId: string): Promise<string> {
  const mails = await eventually(
    () => shop.inbox.about(orderId),
    (found) => found.some(({text}) => text.includes('/setup?link=')),
  )
  return mails.map(({text}) => /\S+\/setup\?link=[\w-]{43}/.exec(text)?.[0]).find(Boolean) ?? ''
}
