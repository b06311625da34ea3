import {eq, sql} from 'drizzle-orm'
import type {Keyring} from '../crypto/seal.ts'
import {newRecordKey, openField, openRecordKey, sealField} from '../crypto/seal.ts'
import type {Transaction} from '../db/database.ts'
import {serviceFields, serviceRecords} from '../db/schema/service-data.ts'

/** Seals and keeps fields of an order's service data; an empty value empties its field. The caller holds the order. */
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
  transaction: Transaction,
  keys: Keyring,
  orderId: string,
): Promise<Map<string, string>> {
  const key = await findKey(transaction, keys, orderId)
  if (key === undefined) return new Map()
  const rows = await transaction.select().from(serviceFields).where(eq(serviceFields.orderId, orderId))
  return new Map(rows.map(({field, sealed}) => [field, openField(key, orderId, field, sealed)]))
}

async function findKey(
  transaction: Transaction,
  keys: Keyring,
  orderId: string,
): Promise<Buffer | undefined> {
  const [record] = await transaction.select().from(serviceRecords).where(eq(serviceRecords.orderId, orderId))
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
