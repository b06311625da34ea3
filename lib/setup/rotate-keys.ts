import {and, eq, isNotNull, ne} from 'drizzle-orm'
import type {Commerce} from '../commerce/context.ts'
import {rewrapRecordKey} from '../crypto/seal.ts'
import {auditLog} from '../db/schema/audit-log.ts'
import {serviceRecords} from '../db/schema/service-data.ts'

const AT_ONCE = 100

/**
 * Wraps the key of every record with the current master key, so that older ones can be taken out of the configuration. May be
 * interrupted and started again. The values themselves stay as they are.
 *
 * @returns how many records changed their key
 */
export async function rotateKeys({db, keys}: Pick<Commerce, 'db' | 'keys'>, actor: string): Promise<number> {
  await db.insert(auditLog).values({actor, action: `service-data rotate-keys to ${keys.currentId}`})
  let rotated = 0
  for (;;) {
    const count = await db.transaction(async (transaction) => {
      const batch = await transaction
        .select()
        .from(serviceRecords)
        .where(and(isNotNull(serviceRecords.wrappedKey), ne(serviceRecords.keyId, keys.currentId)))
        .limit(AT_ONCE)
        .for('update')
      for (const {orderId, keyId, wrappedKey} of batch) {
        if (keyId === null || wrappedKey === null) continue
        const rewrapped = rewrapRecordKey(keys, {keyId, wrapped: wrappedKey}, orderId)
        await transaction
          .update(serviceRecords)
          .set({keyId: rewrapped.keyId, wrappedKey: rewrapped.wrapped})
          .where(eq(serviceRecords.orderId, orderId))
      }
      return batch.length
    })
    rotated += count
    if (count < AT_ONCE) return rotated
  }
}
