import {eq} from 'drizzle-orm'
import type {Commerce} from '../context.ts'
import {customerContacts, type Order} from '../db/schema.ts'
import {isBusy, isUnreachable} from '../stripe.ts'
import {findOrderOfSession} from './find-order.ts'
import {fulfil} from './fulfil.ts'

/**
 * What the thanks page may say. `paid`: the money is here. `processing`: a delayed payment is on its way, or Stripe cannot be asked just now.
 * `failed`: a delayed payment did not arrive. `unpaid`: the buyer came back without paying. `not-yours`: the session is unknown, or is not one of
 * this site's; nothing personal may be shown.
 */
export type Thanks =
  | {status: 'paid'; order: ThanksOrder; email: string | undefined}
  | {status: 'processing' | 'failed' | 'unpaid'; order: ThanksOrder}
  | {status: 'not-yours'}

/** Amount in cents. */
export type ThanksOrder = Pick<
  Order,
  'id' | 'plan' | 'planName' | 'amountTotal' | 'currency' | 'state' | 'nonce' | 'detailsAt'
>

/** Brings the order of a session up to date and tells where it stands. Whoever holds a session's id is its buyer. */
export async function readThanks(
  parts: Pick<Commerce, 'db' | 'stripe' | 'livemode' | 'log'>,
  sessionId: string,
): Promise<Thanks> {
  const isKnown = await bringUpToDate(parts, sessionId)
  const order = isKnown ? await findOrderOfSession(parts.db, sessionId) : undefined
  if (order === undefined) return {status: 'not-yours'}
  if (order.paidSessionId === null) {
    const status = order.payment === 'processing' || order.payment === 'failed' ? order.payment : 'unpaid'
    return {status, order}
  }
  const [contact] = await parts.db
    .select()
    .from(customerContacts)
    .where(eq(customerContacts.orderId, order.id))
  return {status: 'paid', order, email: contact?.email ?? undefined}
}

async function bringUpToDate(parts: Parameters<typeof readThanks>[0], sessionId: string): Promise<boolean> {
  try {
    return (await fulfil(parts, sessionId)).ok
  } catch (error) {
    // The page then tells what is known here; the webhook or the reconciler will bring the rest.
    if (isUnreachable(error) || isBusy(error)) return true
    throw error
  }
}
