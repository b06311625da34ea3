import type {Executor} from '../db/database.ts'
import {enqueueMail} from '../outbox/enqueue-mail.ts'

const SUBJECT = 'livemode-mismatch'

/**
 * Tells the owner that Stripe speaks of the other mode than the site's key: once for an order, and otherwise once on each day
 * (UTC).
 */
export async function alertOfMode(db: Executor, orderId?: string): Promise<void> {
  if (orderId !== undefined) {
    const dedupeKey = `owner_alert:${SUBJECT}:${orderId}`
    await enqueueMail(db, {purpose: 'owner_alert', orderId, subject: SUBJECT, dedupeKey})
    return
  }
  const day = new Date().toISOString().slice(0, 10)
  const dedupeKey = `owner_site_alert:${SUBJECT}:${day}`
  await enqueueMail(db, {purpose: 'owner_site_alert', subject: SUBJECT, dedupeKey})
}
