import {createHmac, hkdfSync} from 'node:crypto'
import {type Keyring, masterKey} from './keyring.ts'

/**
 * A keyed hash of personal data, for comparing without keeping it (a limit per e-mail address, a duplicate message).
 * Each `purpose` has its own key, so hashes of two purposes cannot be joined. Rotation changes it: use it for what is short-lived.
 *
 * @returns 64 hexadecimal characters.
 */
export function keyedHash(ring: Keyring, purpose: string, value: string): string {
  const key = hkdfSync('sha256', masterKey(ring, ring.currentId), '', `keyed-hash|${purpose}`, 32)
  return createHmac('sha256', Buffer.from(key))
    .update(value.normalize('NFKC').trim().toLowerCase(), 'utf8')
    .digest('hex')
}
