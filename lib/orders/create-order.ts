import {and, eq, inArray, sql} from 'drizzle-orm'
import type {Database} from '../db/database.ts'
import {type Order, orders} from '../db/schema.ts'
import {newOrderId} from './order-id.ts'

/** Versions of the documents that the page linked to, each as `<document id>@<revision>`. */
export type Versions = {terms: string; policy: string}

export type OrderRequest = {
  nonce: string
  plan: {slug: string; name: string; lookupKey: string}
  versions: Versions
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
  return {ok: true, order: await renewVersions(db, order, versions), isNew: false}
}

/** Whoever takes an unpaid order up again does so under what is in force now, which their page has just linked to. */
async function renewVersions(db: Database, order: Order, {terms, policy}: Versions): Promise<Order> {
  if (order.termsVersion === terms && order.policyVersion === policy) return order
  const [renewed] = await db
    .update(orders)
    .set({termsVersion: terms, policyVersion: policy, updatedAt: sql`now()`})
    .where(
      and(
        eq(orders.id, order.id),
        eq(orders.state, 'pending'),
        inArray(orders.payment, ['unpaid', 'failed']),
      ),
    )
    .returning()
  return renewed ?? order
}
