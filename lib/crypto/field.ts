import {seal, unseal} from './seal.ts'

const fieldContext = (record: string, field: string) => `field|${record}|${field}`

/** Seals one field of a record with the record's key. */
export function sealField(key: Buffer, record: string, field: string, value: string): Buffer {
  return seal(key, Buffer.from(value, 'utf8'), fieldContext(record, field))
}

/** Opens one field. Throws when it was sealed for another record or another field. */
export function openField(key: Buffer, record: string, field: string, sealed: Buffer): string {
  return unseal(key, sealed, fieldContext(record, field)).toString('utf8')
}
