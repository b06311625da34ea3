import type {Executor} from '../db/database.ts'
import {alertOwner, alertOwnerOfSite} from './emails.ts'

/**
 * Tells the owner that Stripe speaks of the other mode than the site's key: once for an order, and otherwise once on each day
 * (UTC).
 */
export async function alertLivemodeMismatch(db: Executor, orderId?: string): Promise<void> {
  if (orderId === undefined) await alertOwnerOfSite(db, 'livemode-mismatch')
  else await alertOwner(db, {orderId, alert: 'livemode-mismatch', cause: orderId})
}
