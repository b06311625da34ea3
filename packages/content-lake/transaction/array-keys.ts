import {randomBytes} from 'node:crypto'
import {isPlainObject} from '../documents.ts'

/** The object with a random `_key` on every object that stands in an array and has none, at any depth. */
export function recordWithArrayKeys<Value extends Record<string, unknown>>(record: Value): Value {
  const keyed = Object.entries(record).map(([name, item]) => [name, withArrayKeys(item)])
  return {...record, ...Object.fromEntries(keyed)}
}

function withArrayKeys(value: unknown): unknown {
  if (Array.isArray(value)) return value.map((item) => withKey(withArrayKeys(item)))
  return isPlainObject(value) ? recordWithArrayKeys(value) : value
}

function withKey(item: unknown): unknown {
  if (!isPlainObject(item) || typeof item._key === 'string') return item
  return {_key: randomBytes(6).toString('hex'), ...item}
}
