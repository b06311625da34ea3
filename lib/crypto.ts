import {createCipheriv, createDecipheriv, createHash, createHmac, hkdfSync, randomBytes} from 'node:crypto'

/** Master keys by id. The current one wraps new record keys; the others only unwrap until they are rotated away. */
export type Keyring = {readonly currentId: string; readonly keys: ReadonlyMap<string, Buffer>}

/** A record's own key, sealed by the master key `keyId`. Once it is deleted, no value of the record can be opened again. */
export type WrappedKey = {keyId: string; wrapped: Buffer}

const KEY_BYTES = 32
const EXAMPLE = 'for example 2026a:$(openssl rand -base64 32)'

// NIST SP 800-38D: a 96-bit nonce and the full 128-bit tag. A random nonce is safe far beyond the number of
// values that one record key ever seals.
const NONCE_BYTES = 12
const TAG_BYTES = 16
const VERSION = 1

/**
 * Reads `id:base64,id:base64`, the first being current.
 *
 * @returns the keyring, or what is wrong in words that hold no part of any key.
 */
export function keyring(text: string): {ok: true; keyring: Keyring} | {ok: false; problem: string} {
  const keys = new Map<string, Buffer>()
  for (const [index, entry] of text.split(',').entries()) {
    const [, id, encoded] = /^\s*([\w-]{1,32}):([A-Za-z0-9+/_-]+={0,2})\s*$/.exec(entry) ?? []
    if (id === undefined || encoded === undefined) {
      return {ok: false, problem: `entry ${index + 1} must be id:base64, ${EXAMPLE}`}
    }
    const key = Buffer.from(encoded, 'base64')
    if (key.length !== KEY_BYTES) {
      return {
        ok: false,
        problem: `key ${id} must be ${KEY_BYTES} bytes in base64 but is ${key.length}, ${EXAMPLE}`,
      }
    }
    if (keys.has(id)) return {ok: false, problem: `key id ${id} is given twice`}
    keys.set(id, key)
  }
  const [currentId] = keys.keys()
  return currentId === undefined
    ? {ok: false, problem: `must hold at least one key, ${EXAMPLE}`}
    : {ok: true, keyring: {currentId, keys}}
}

/**
 * The master key of this id.
 *
 * @throws Error when the keyring lacks it: a record cannot be opened until the key is listed again.
 */
function masterKey(ring: Keyring, id: string): Buffer {
  const key = ring.keys.get(id)
  if (key === undefined) throw new Error(`SERVICE_DATA_KEYS holds no key with the id ${id}.`)
  return key
}

/** Makes a key for a new record. */
export function newRecordKey(ring: Keyring, record: string): WrappedKey & {key: Buffer} {
  const key = randomBytes(KEY_BYTES)
  return {key, ...wrap(ring, key, record)}
}

/**
 * Opens a record's key.
 *
 * @throws Error when the master key is unknown, or the wrapped key belongs to another record.
 */
export function openRecordKey(ring: Keyring, {keyId, wrapped}: WrappedKey, record: string): Buffer {
  return unseal(masterKey(ring, keyId), wrapped, wrapContext(record))
}

/** Wraps the same record key with the current master key; the record's values stay as they are. */
export function rewrapRecordKey(ring: Keyring, wrapped: WrappedKey, record: string): WrappedKey {
  return wrap(ring, openRecordKey(ring, wrapped, record), record)
}

/** Seals one field of a record with the record's key. */
export function sealField(key: Buffer, record: string, field: string, value: string): Buffer {
  return seal(key, Buffer.from(value, 'utf8'), fieldContext(record, field))
}

/**
 * Opens one field.
 *
 * @throws Error when it was sealed for another record or another field, or was changed since.
 */
export function openField(key: Buffer, record: string, field: string, sealed: Buffer): string {
  return unseal(key, sealed, fieldContext(record, field)).toString('utf8')
}

const wrapContext = (record: string) => `record-key|${record}`
const fieldContext = (record: string, field: string) => `field|${record}|${field}`

function wrap(ring: Keyring, key: Buffer, record: string): WrappedKey {
  return {keyId: ring.currentId, wrapped: seal(masterKey(ring, ring.currentId), key, wrapContext(record))}
}

/**
 * AES-256-GCM. `context` names where the value lives and must be the same on opening, so a value that is moved to
 * another record or field is refused.
 *
 * @returns one version byte, the nonce, the tag and the ciphertext.
 */
function seal(key: Buffer, plaintext: Buffer, context: string): Buffer {
  const nonce = randomBytes(NONCE_BYTES)
  const cipher = createCipheriv('aes-256-gcm', key, nonce, {authTagLength: TAG_BYTES})
  cipher.setAAD(Buffer.from(context, 'utf8'))
  const ciphertext = Buffer.concat([cipher.update(plaintext), cipher.final()])
  return Buffer.concat([Buffer.of(VERSION), nonce, cipher.getAuthTag(), ciphertext])
}

/** Reverses {@link seal}. Throws when the key, the context or a single bit differs. */
function unseal(key: Buffer, sealed: Buffer, context: string): Buffer {
  if (sealed[0] !== VERSION || sealed.length < 1 + NONCE_BYTES + TAG_BYTES) {
    throw new Error('This is not a sealed value of a known version.')
  }
  const tagAt = 1 + NONCE_BYTES
  const decipher = createDecipheriv('aes-256-gcm', key, sealed.subarray(1, tagAt), {authTagLength: TAG_BYTES})
  decipher.setAAD(Buffer.from(context, 'utf8'))
  decipher.setAuthTag(sealed.subarray(tagAt, tagAt + TAG_BYTES))
  return Buffer.concat([decipher.update(sealed.subarray(tagAt + TAG_BYTES)), decipher.final()])
}

/** A one-time token as it travels (256 random bits, 43 characters) and the hash that is kept in its place. */
export type MintedToken = {token: string; hash: Buffer}

const TOKEN_BYTES = 32
const HASH_KEY_BYTES = 32

// Crockford's base 32: no letter that is taken for a digit when it is read over the phone.
const ALPHABET = '0123456789ABCDEFGHJKMNPQRSTVWXYZ'
const GROUP_LENGTH = 4

/** Mints a token. Only the hash may be stored. */
export function mintToken(): MintedToken {
  const token = randomBytes(TOKEN_BYTES).toString('base64url')
  return {token, hash: hashToken(token)}
}

/**
 * The stored form of a token. A plain hash is enough for 256 random bits, and looking it up by index tells an
 * attacker nothing about a token that they do not already hold.
 */
export function hashToken(token: string): Buffer {
  return createHash('sha256').update(token, 'utf8').digest()
}

/**
 * A keyed hash of personal data, for comparing without keeping it (a limit per e-mail address, a duplicate message).
 * Each `purpose` has its own key, so hashes of two purposes cannot be joined. Rotation changes it: what is kept for longer notes the id of its key.
 *
 * @param keyId of the ring; the current key when left out
 * @returns 64 hexadecimal characters.
 */
export function keyedHash(ring: Keyring, purpose: string, value: string, keyId = ring.currentId): string {
  const master = masterKey(ring, keyId)
  const key = hkdfSync('sha256', master, '', `keyed-hash|${purpose}`, HASH_KEY_BYTES)
  return createHmac('sha256', Buffer.from(key))
    .update(value.normalize('NFKC').trim().toLowerCase(), 'utf8')
    .digest('hex')
}

/** Random groups of four behind a prefix, such as `PP-7K3F-92QM-X1ZD`: 20 bits a group, readable aloud. */
export function readableId(prefix: string, groups: number): string {
  const letters = [...randomBytes(groups * GROUP_LENGTH)].map((byte) => ALPHABET[byte % ALPHABET.length])
  const parts = Array.from({length: groups}, (_, group) =>
    letters.slice(group * GROUP_LENGTH, (group + 1) * GROUP_LENGTH).join(''),
  )
  return [prefix, ...parts].join('-')
}
