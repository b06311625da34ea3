import {eq} from 'drizzle-orm'
import type {Commerce} from '../context.ts'
import type {Executor} from '../db/database.ts'
import {type Order, orders} from '../db/schema.ts'
import {isMissing, withStripeRetry} from '../stripe.ts'
import {fulfilOrder} from './fulfil-order.ts'
import {orderIdSchema} from './order-id.ts'

/**
 * The order that a payment intent paid. News of a refund or a dispute may arrive before the news of the payment; the
 * order is then fulfilled first.
 */
export async function findOrderOfPayment(
  commerce: Pick<Commerce, 'db' | 'stripe' | 'livemode' | 'log'>,
  paymentIntentId: string,
): Promise<Order | undefined> {
  const known = await byPaymentIntent(commerce.db, paymentIntentId)
  if (known !== undefined) return known

  const orderId = await namedOrder(commerce, paymentIntentId)
  if (orderId === undefined) return undefined
  await fulfilOrder(commerce, orderId)
  return byPaymentIntent(commerce.db, paymentIntentId)
}

async function byPaymentIntent(db: Executor, paymentIntentId: string): Promise<Order | undefined> {
  const [order] = await db.select().from(orders).where(eq(orders.paymentIntentId, paymentIntentId))
  return order
}

async function namedOrder({stripe}: Pick<Commerce, 'stripe'>, paymentIntentId: string) {
  try {
    const {metadata} = await withStripeRetry(() => stripe.paymentIntents.retrieve(paymentIntentId))
    return orderIdSchema.safeParse(metadata.order_id).data
  } catch (error) {
    if (isMissing(error)) return undefined
    throw error
  }
}
