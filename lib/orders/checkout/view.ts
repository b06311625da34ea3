import type {Commerce} from '../../commerce.ts'
import {withDeadline} from '../../http/deadline.ts'
import {alertOwnerOfSite} from '../../owner-alerts.ts'
import {isUnsellable, type PlanPrice} from '../prices.ts'
import {findOrderOfNonce, listAttempts} from '../store.ts'
import {shownPrice} from './shown-prices.ts'

/**
 * What a checkout page has to show. `offer`: the button; `returned` when the buyer has been on Stripe's page before.
 * `bought`, `processing`: the order of this page is paid, or waits for its money. `stale`: this page can buy nothing any more, and
 * a fresh one must take its place. `unavailable`: there is nothing to sell now.
 */
export type CheckoutView =
  | {kind: 'offer'; price: PlanPrice; returned: boolean}
  | {kind: 'bought' | 'processing'; sessionId: string}
  | {kind: 'stale' | 'unavailable'}

/** Finds out what the page with this nonce has to show. Never throws: a service that does not answer is `unavailable`. */
export async function getCheckoutView(
  {db, stripe, log}: Pick<Commerce, 'db' | 'stripe' | 'log'>,
  {slug, lookupKey}: {slug: string; lookupKey: string | null},
  nonce: string,
): Promise<CheckoutView> {
  try {
    return await withDeadline(lookUp({db, stripe, log}, {slug, lookupKey}, nonce))
  } catch (error) {
    log.error(
      {plan: slug, error: error instanceof Error ? error.name : 'unknown'},
      'checkout cannot be shown',
    )
  }
  return {kind: 'unavailable'}
}

async function lookUp(
  {db, stripe, log}: Pick<Commerce, 'db' | 'stripe' | 'log'>,
  {slug, lookupKey}: {slug: string; lookupKey: string | null},
  nonce: string,
): Promise<CheckoutView> {
  const order = await findOrderOfNonce(db, nonce)
  if (order !== undefined) {
    if (order.plan !== slug) return {kind: 'stale'}
    if (order.paidSessionId !== null) return {kind: 'bought', sessionId: order.paidSessionId}
    if (order.state !== 'pending') return {kind: 'stale'}
    const [newest] = await listAttempts(db, order.id)
    if (order.payment === 'processing' && newest?.sessionId)
      return {kind: 'processing', sessionId: newest.sessionId}
  }
  const found = await shownPrice(stripe, lookupKey ?? '')
  if (found.ok) return {kind: 'offer', price: found.price, returned: order !== undefined}
  log.error({plan: slug, lookupKey, reason: found.reason}, 'a plan cannot be sold')
  if (isUnsellable(found.reason)) await alertOwnerOfSite(db, 'unsellable-price', slug)
  return {kind: 'unavailable'}
}
