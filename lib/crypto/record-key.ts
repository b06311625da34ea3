import {randomBytes} from 'node:crypto'
import {type Keyring, masterKey} from './keyring.ts'
import {seal, unseal} from './seal.ts'

/** A record's own key, sealed by the master key `keyId`. Forgetting it forgets every value of the record. */
export type WrappedKey = {keyId: string; wrapped: Buffer}

const wrapContext = (record: string) => `record-key|${record}`

/** Makes a key for a new record. */
export function newRecordKey(ring: Keyring, record: string): WrappedKey & {key: Buffer} {
  const key = randomBytes(32)
  return {key, ...wrap(ring, key, record)}
}

/** Opens a record's key. Throws when the master key is unknown, or the wrapped key belongs to another record. */
export function openRecordKey(ring: Keyring, wrapped: WrappedKey, record: string): Buffer {
  return unseal(masterKey(ring, wrapped.keyId), wrapped.wrapped, wrapContext(record))
}

/** Wraps the same record key with the current master key; the record's values stay as they are. */
export function rewrapRecordKey(ring: Keyring, wrapped: WrappedKey, record: string): WrappedKey {
  return wrap(ring, openRecordKey(ring, wrapped, record), record)
}

function wrap(ring: Keyring, key: Buffer, record: string): WrappedKey {
  return {keyId: ring.currentId, wrapped: seal(masterKey(ring, ring.currentId), key, wrapContext(record))}
}
