import {createHash, createHmac, hkdfSync, randomBytes} from 'node:crypto'
import {type Keyring, masterKey} from './seal.ts'

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
