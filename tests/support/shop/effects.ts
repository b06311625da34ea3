import {and, eq} from 'drizzle-orm'
import {orderHistory, outbox} from '#lib/db/schema.ts'
import type {Shop} from './shop.ts'

/** What a purchase has caused: its mails, sent or not, and how often it was marked paid. */
export async function effectsOf(
  {commerce: {db}}: Shop,
  orderId: string,
): Promise<{mails: string[]; paid: number}> {
  const mails = await db.select().from(outbox).where(eq(outbox.orderId, orderId))
  const moves = await db
    .select()
    .from(orderHistory)
    .where(and(eq(orderHistory.orderId, orderId), eq(orderHistory.toState, 'paid')))
  return {
    mails: mails.map(({purpose, subject}) => `${purpose}${subject && `:${subject}`}`).sort(),
    paid: moves.length,
  }
}

export const FULFILLED_ONCE = {mails: ['order_confirmation', 'owner_new_order'], paid: 1}
