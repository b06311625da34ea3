import type {PriceRefusal} from './read-price.ts'

/**
 * Why there is no session to go to. `already-bought` and `payment-processing`: the order has been paid, or waits for its money;
 * `sessionId` leads to the thanks page. `order-closed`: it was given up, and a fresh page makes a new one. `nonce-reused`: the request was
 * not made by our page. The others are the price's or Stripe's; the order is kept, and the same request may be made again.
 */
export type CheckoutRefusal =
  | {reason: 'already-bought' | 'payment-processing'; orderId: string; sessionId: string}
  | {reason: 'order-closed' | 'nonce-reused' | PriceRefusal}

export type StartCheckoutResult = {ok: true; url: string; orderId: string} | ({ok: false} & CheckoutRefusal)
