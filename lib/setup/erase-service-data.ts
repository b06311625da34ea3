import {eq, sql} from 'drizzle-orm'
import type {Transaction} from '../db/database.ts'
import {auditLog} from '../db/schema/audit-log.ts'
import {serviceFields, serviceRecords} from '../db/schema/service-data.ts'

/**
 * Erases an order's service data. Its key is destroyed with it, so that no value that was copied elsewhere on its own, a log of changes
 * or a page of the disk, can be opened again.
 */
export async function eraseServiceData(
  transaction: Transaction,
  orderId: string,
  actor: string,
): Promise<void> {
  await transaction.insert(auditLog).values({actor, action: 'service-data erase', orderId})
  await transaction.delete(serviceFields).where(eq(serviceFields.orderId, orderId))
  await transaction
    .update(serviceRecords)
    .set({keyId: null, wrappedKey: null, erasedAt: sql`now()`})
    .where(eq(serviceRecords.orderId, orderId))
}
