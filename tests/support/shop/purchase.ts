import {startCheckout} from '#lib/checkout/start-checkout.ts'
import type {Order} from '#lib/db/schema.ts'
import {findOrder} from '#lib/orders/find-order.ts'
import {payByCard} from './buyer.ts'
import {eventually} from './eventually.ts'
import type {Shop} from './shop.ts'

export type Started = {orderId: string; url: string; sessionId: string}

/** Presses the button once. */
export async function start(shop: Shop, request = shop.request()): Promise<Started> {
  const started = await startCheckout(shop.commerce, request)
  if (!started.ok) throw new Error(`Refused: ${started.reason}`)
  const sessionId = /cs_test_\w+/.exec(started.url)?.[0] ?? ''
  return {orderId: started.orderId, url: started.url, sessionId}
}

/** Presses the button, pays by card, and waits for the webhook to do its work. */
export async function buy(shop: Shop): Promise<Started> {
  const started = await start(shop)
  await payByCard(started.url)
  await untilState(shop, started.orderId, 'paid')
  return started
}

export function untilState(shop: Shop, orderId: string, state: Order['state']): Promise<Order | undefined> {
  return eventually(
    () => findOrder(shop.commerce.db, orderId),
    (order) => order?.state === state,
  )
}
