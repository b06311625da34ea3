const THANKS_PATH = '/checkout/thanks'

export type CheckoutQuery = {
  /** The nonce of an order, with which the page goes on. */
  order?: string
  /** What has changed since the page was made, which it then says: the terms or the policy, or the price. */
  renewed?: 'documents' | 'price'
}

/**
 * The page on which a plan is bought: `/checkout/lifetime-access`, `/checkout/lifetime-access?order=…&renewed=price`.
 *
 * @param plan the plan's slug
 */
export function checkoutPath(plan: string, {order, renewed}: CheckoutQuery = {}): string {
  const query = new URLSearchParams()
  if (order !== undefined) query.set('order', order)
  if (renewed) query.set('renewed', renewed)
  return `/checkout/${encodeURIComponent(plan)}${query.size > 0 ? `?${query}` : ''}`
}

/** The page that shows the order of a Checkout Session to its buyer. */
export function thanksPath(sessionId: string): string {
  return `${THANKS_PATH}?session_id=${encodeURIComponent(sessionId)}`
}

/** The same page as Stripe is told of it: it writes the session's id into the address. */
export const THANKS_PATH_TEMPLATE = `${THANKS_PATH}?session_id={CHECKOUT_SESSION_ID}`
