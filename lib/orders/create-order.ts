import {eq} from 'drizzle-orm'
import type {Database} from '../db/database.ts'
import {type Order, orders} from '../db/schema/orders.ts'
import {newOrderId} from './order-id.ts'

export type OrderRequest = {
  nonce: string
  plan: {slug: string; name: string; lookupKey: string}
  /** Versions of the documents that the page linked to, as their addresses name them. */
  versions: {terms: string; policy: string}
  livemode: boolean
}

export type CreateOrderResult =
  /** `isNew`: made by this very call, so that nothing can have happened to it yet. */
  {ok: true; order: Order; isNew: boolean} | {ok: false; reason: 'nonce-reused'}

/**
 * Makes the order of a checkout page, or finds the one that was made before from the same page.
 *
 * `nonce-reused`: that one is for something else, so the request was not made by our page.
 */
export async function createOrder(db: Database, request: OrderRequest): Promise<CreateOrderResult> {
  const {nonce, plan, versions, livemode} = request
  const [created] = await db
    .insert(orders)
    .values({
      id: newOrderId(),
      nonce,
      plan: plan.slug,
      planName: plan.name,
      lookupKey: plan.lookupKey,
      termsVersion: versions.terms,
      policyVersion: versions.policy,
      livemode,
    })
    .onConflictDoNothing({target: orders.nonce})
    .returning()
  if (created !== undefined) return {ok: true, order: created, isNew: true}

  const [order] = await db.select().from(orders).where(eq(orders.nonce, nonce))
  if (order?.plan !== plan.slug || order.livemode !== livemode) return {ok: false, reason: 'nonce-reused'}
  return {ok: true, order, isNew: false}
}
