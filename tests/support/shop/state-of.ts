import {findOrderOfNonce} from '#lib/orders/find-order-of-nonce.ts'
import {showOrder} from '#lib/orders/show-order.ts'
import type {RunningShop} from './running-shop.ts'

/** Everything that a press of the button may have changed, in every store. */
export type ShopState = {
  /** In the database; nothing when no order was made. */
  order: {state: string; payment: string} | undefined
  /** Times that the order was fulfilled. */
  fulfilled: number
  /** Purposes of the mails that were queued, in alphabetical order. */
  queued: string[]
  /** Mails that arrived. */
  arrived: number
  /** Sessions at Stripe that were made for the order, by status. */
  sessions: string[]
}

/** Looks up what became of the checkout page with this nonce. */
export async function stateOf(shop: RunningShop, nonce: string): Promise<ShopState> {
  const found = await findOrderOfNonce(shop.db, nonce)
  const shown = found && (await showOrder(shop.db, found.id))
  if (shown === undefined) return {order: undefined, fulfilled: 0, queued: [], arrived: 0, sessions: []}
  const {order, history, mails} = shown
  const sessions = await shop.stripe.checkout.sessions.list({limit: 100}).autoPagingToArray({limit: 5_000})
  return {
    order: {state: order.state, payment: order.payment},
    fulfilled: history.filter(({toState}) => toState === 'paid').length,
    queued: mails.map(({purpose}) => purpose).sort(),
    arrived: (await shop.inbox.about(order.id)).length,
    sessions: sessions
      .filter(({client_reference_id: orderId}) => orderId === order.id)
      .map(({status}) => status ?? ''),
  }
}

/** After a press of the button and before a payment. */
export const STARTED: ShopState = {
  order: {state: 'pending', payment: 'unpaid'},
  fulfilled: 0,
  queued: [],
  arrived: 0,
  sessions: ['open'],
}

/** After a press of the button that did not lead to Stripe. */
export const KEPT: ShopState = {...STARTED, sessions: []}

/** After a press of the button that was not for us to take. */
export const UNTOUCHED: ShopState = {...KEPT, order: undefined}

/** After a payment, once the mails are out. */
export const FULFILLED: ShopState = {
  order: {state: 'awaiting_details', payment: 'paid'},
  fulfilled: 1,
  queued: ['order_confirmation', 'owner_new_order'],
  arrived: 2,
  sessions: ['complete'],
}
