import {randomBytes} from 'node:crypto'
import {expect, test} from 'vitest'
import {
  hashToken,
  type Keyring,
  keyedHash,
  keyring,
  mintToken,
  newRecordKey,
  openField,
  openRecordKey,
  rewrapRecordKey,
  sealField,
} from './crypto.ts'

const key = () => randomBytes(32).toString('base64')

function ring(text: string): Keyring {
  const parsed = keyring(text)
  if (!parsed.ok) throw new Error(parsed.problem)
  return parsed.keyring
}

test('a field opens with its own record and name only, and whole only', () => {
  const secret = randomBytes(32)
  const sealed = sealField(secret, 'PP-1', 'notes', 'Grüße')
  expect(openField(secret, 'PP-1', 'notes', sealed)).toBe('Grüße')
  expect(() => openField(secret, 'PP-2', 'notes', sealed)).toThrow()
  expect(() => openField(secret, 'PP-1', 'other', sealed)).toThrow()
  expect(() => openField(randomBytes(32), 'PP-1', 'notes', sealed)).toThrow()
  for (let bit = 0; bit < sealed.length * 8; bit++) {
    const changed = Buffer.from(sealed)
    changed[bit >> 3] = (changed[bit >> 3] ?? 0) ^ (1 << (bit & 7))
    expect(() => openField(secret, 'PP-1', 'notes', changed)).toThrow()
  }
  expect(() => openField(secret, 'PP-1', 'notes', sealed.subarray(0, 20))).toThrow()
})

test('the same value is sealed differently each time', () => {
  const secret = randomBytes(32)
  const sealed = Array.from({length: 50}, () => sealField(secret, 'r', 'f', 'same').toString('hex'))
  expect(new Set(sealed).size).toBe(50)
})

test('a record key is wrapped for its record, and rewrapped without changing', () => {
  const [one, two] = [`one:${key()}`, `two:${key()}`]
  const old = ring(one)
  const record = newRecordKey(old, 'PP-1')
  expect(openRecordKey(old, record, 'PP-1')).toEqual(record.key)
  expect(() => openRecordKey(old, record, 'PP-2')).toThrow()
  const rewrapped = rewrapRecordKey(ring(`${two},${one}`), record, 'PP-1')
  expect(rewrapped.keyId).toBe('two')
  expect(openRecordKey(ring(two), rewrapped, 'PP-1')).toEqual(record.key)
  expect(() => openRecordKey(ring(two), record, 'PP-1')).toThrow('no key with the id one')
})

test.each([
  ['', 'entry 1'],
  ['only-an-id', 'entry 1'],
  ['a:dG9vIHNob3J0', 'must be 32 bytes'],
  [`a:${key()},a:${key()}`, 'given twice'],
  [`a:${key()},`, 'entry 2'],
])('a key list of %j is refused in words', (text, words) => {
  expect(keyring(text)).toMatchObject({ok: false, problem: expect.stringContaining(words)})
})

test('a refused key list is not quoted', () => {
  const secret = key().slice(0, 30)
  const parsed = keyring(`a:${secret}`)
  expect(JSON.stringify(parsed)).not.toContain(secret)
})

test('tokens hold 256 bits and only their hash is to be kept', () => {
  const {token, hash} = mintToken()
  expect(Buffer.from(token, 'base64url')).toHaveLength(32)
  expect(hashToken(token)).toEqual(hash)
  expect(hash.toString('base64url')).not.toBe(token)
})

test('keyed hashes match for one spelling of a value, and never between purposes or keys', () => {
  const [keys, others] = [ring(`a:${key()}`), ring(`a:${key()}`)]
  const hash = keyedHash(keys, 'limit', ' Ann@Example.com')
  expect(keyedHash(keys, 'limit', 'ann@example.com')).toBe(hash)
  expect(keyedHash(keys, 'other', 'ann@example.com')).not.toBe(hash)
  expect(keyedHash(others, 'limit', 'ann@example.com')).not.toBe(hash)
})
