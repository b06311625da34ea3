import {and, eq, isNotNull, ne, sql} from 'drizzle-orm'
import {appendAudit} from '../audit.ts'
import type {Commerce} from '../commerce.ts'
import {type Keyring, newRecordKey, openField, openRecordKey, rewrapRecordKey, sealField} from '../crypto.ts'
import type {Executor, Transaction} from '../db/database.ts'
import {serviceFields, serviceRecords} from '../db/schema.ts'
import {findOrder} from '../orders/store.ts'

/** Records whose keys are rotated in one transaction. */
const BATCH_SIZE = 100

/** Seals and keeps fields of an order's service data; an empty value empties its field. The caller has locked the order. */
export async function writeServiceData(
  transaction: Transaction,
  keys: Keyring,
  orderId: string,
  values: Readonly<Record<string, string>>,
): Promise<void> {
  const key = (await findKey(transaction, keys, orderId)) ?? (await makeKey(transaction, keys, orderId))
  for (const [field, value] of Object.entries(values)) {
    const sealed = sealField(key, orderId, field, value)
    await transaction
      .insert(serviceFields)
      .values({orderId, field, sealed})
      .onConflictDoUpdate({target: [serviceFields.orderId, serviceFields.field], set: {sealed}})
  }
  await transaction
    .update(serviceRecords)
    .set({updatedAt: sql`now()`})
    .where(eq(serviceRecords.orderId, orderId))
}

/** Every field of an order's service data, opened. Empty when there is none, or when it was erased. */
export async function readServiceData(
  db: Executor,
  keys: Keyring,
  orderId: string,
): Promise<Map<string, string>> {
  const key = await findKey(db, keys, orderId)
  if (key === undefined) return new Map()
  const rows = await db.select().from(serviceFields).where(eq(serviceFields.orderId, orderId))
  return new Map(rows.map(({field, sealed}) => [field, openField(key, orderId, field, sealed)]))
}

async function findKey(db: Executor, keys: Keyring, orderId: string): Promise<Buffer | undefined> {
  const [record] = await db.select().from(serviceRecords).where(eq(serviceRecords.orderId, orderId))
  if (!record?.wrappedKey || record.keyId === null) return undefined
  return openRecordKey(keys, {keyId: record.keyId, wrapped: record.wrappedKey}, orderId)
}

async function makeKey(transaction: Transaction, keys: Keyring, orderId: string): Promise<Buffer> {
  const {key, keyId, wrapped} = newRecordKey(keys, orderId)
  const fresh = {keyId, wrappedKey: wrapped, erasedAt: null}
  await transaction
    .insert(serviceRecords)
    .values({orderId, ...fresh})
    .onConflictDoUpdate({target: serviceRecords.orderId, set: fresh})
  return key
}

/**
 * Everything that a client handed over, credentials included, for the person who does the set-up. That it was looked at
 * is written to the audit log before anything is shown.
 *
 * @returns undefined when there is no such order
 */
export async function showServiceData(
  {db, keys}: Pick<Commerce, 'db' | 'keys'>,
  orderId: string,
  actor: string,
): Promise<Map<string, string> | undefined> {
  return db.transaction(async (transaction) => {
    if ((await findOrder(transaction, orderId)) === undefined) return undefined
    await appendAudit(transaction, {actor, action: 'service-data show', orderId})
    return readServiceData(transaction, keys, orderId)
  })
}

/**
 * Erases an order's service data. Its key is destroyed with it, so that no value that was copied elsewhere on its own, a log of changes
 * or a page of the disk, can be opened again.
 */
export async function eraseServiceData(
  transaction: Transaction,
  orderId: string,
  actor: string,
): Promise<void> {
  await transaction.delete(serviceFields).where(eq(serviceFields.orderId, orderId))
  await transaction
    .update(serviceRecords)
    .set({keyId: null, wrappedKey: null, erasedAt: sql`now()`})
    .where(eq(serviceRecords.orderId, orderId))
  await appendAudit(transaction, {actor, action: 'service-data erase', orderId})
}

/**
 * Wraps the key of every record with the current master key, so that older ones can be taken out of the configuration. May be
 * interrupted and started again. The values themselves stay as they are.
 *
 * @returns how many records changed their key
 */
export async function rotateKeys({db, keys}: Pick<Commerce, 'db' | 'keys'>, actor: string): Promise<number> {
  await db.transaction((transaction) =>
    appendAudit(transaction, {actor, action: 'service-data rotate-keys', about: keys.currentId}),
  )
  let rotated = 0
  for (;;) {
    const count = await db.transaction(async (transaction) => {
      const batch = await transaction
        .select()
        .from(serviceRecords)
        .where(and(isNotNull(serviceRecords.wrappedKey), ne(serviceRecords.keyId, keys.currentId)))
        .limit(BATCH_SIZE)
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
    if (count < BATCH_SIZE) return rotated
  }
}
