import type {Commerce} from '../context.ts'
import {createOrder, type OrderRequest} from '../orders/create-order.ts'
import {describeStripeError, isBusy, isUnreachable} from '../stripe.ts'
import type {StartCheckoutResult} from './checkout-result.ts'
import {readPrice} from './read-price.ts'
import {readStanding} from './standing.ts'
import {stepTowardsSession} from './step-towards-session.ts'

type Parts = Pick<Commerce, 'db' | 'stripe' | 'livemode' | 'siteUrl' | 'log'>
const MOST_STEPS = 8

/**
 * Leads a buyer to Stripe: makes the order of their page, or takes it up again, and gives the address of its one open
 * Checkout Session. However often the same request is made, and however many at once, there is one order and one session.
 */
export async function startCheckout(
  parts: Parts,
  request: Omit<OrderRequest, 'livemode'>,
): Promise<StartCheckoutResult> {
  // Asked for while the order is written: a new order needs it next, and one that is taken up again to compare.
  const price = readPrice(parts.stripe, request.plan.lookupKey)
  price.catch(() => undefined)
  const created = await createOrder(parts.db, {...request, livemode: parts.livemode})
  if (!created.ok) return created
  const {order, isNew} = created
  try {
    for (let step = 0; step < MOST_STEPS; step++) {
      const isFirst = step === 0
      const standing = isNew && isFirst ? {order, newest: undefined} : await readStanding(parts.db, order.id)
      const result = await stepTowardsSession(parts, isFirst ? {...standing, price} : standing)
      if (result !== 'again') return result
    }
  } catch (error) {
    parts.log.error({orderId: order.id, ...describeStripeError(error)}, 'checkout could not be started')
    if (isBusy(error)) return {ok: false, reason: 'busy'}
    if (isUnreachable(error)) return {ok: false, reason: 'unreachable'}
    throw error
  }
  throw new Error(`Order ${order.id} did not come to an open session.`)
}
