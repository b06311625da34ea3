import {createCipheriv, createDecipheriv, randomBytes} from 'node:crypto'

// NIST SP 800-38D: a 96-bit nonce and the full 128-bit tag. A random nonce is safe far beyond the number of
// values that one record key ever seals.
const NONCE_BYTES = 12
const TAG_BYTES = 16
const VERSION = 1

/**
 * AES-256-GCM. `context` names where the value lives and must be the same on opening, so a value that is moved to
 * another record or field is refused.
 *
 * @returns one version byte, the nonce, the tag and the ciphertext.
 */
export function seal(key: Buffer, plaintext: Buffer, context: string): Buffer {
  const nonce = randomBytes(NONCE_BYTES)
  const cipher = createCipheriv('aes-256-gcm', key, nonce, {authTagLength: TAG_BYTES})
  cipher.setAAD(Buffer.from(context, 'utf8'))
  const ciphertext = Buffer.concat([cipher.update(plaintext), cipher.final()])
  return Buffer.concat([Buffer.of(VERSION), nonce, cipher.getAuthTag(), ciphertext])
}

/** Reverses {@link seal}. Throws when the key, the context or a single bit differs. */
export function unseal(key: Buffer, sealed: Buffer, context: string): Buffer {
  if (sealed[0] !== VERSION || sealed.length < 1 + NONCE_BYTES + TAG_BYTES) {
    throw new Error('This is not a sealed value of a known version.')
  }
  const tagAt = 1 + NONCE_BYTES
  const decipher = createDecipheriv('aes-256-gcm', key, sealed.subarray(1, tagAt), {authTagLength: TAG_BYTES})
  decipher.setAAD(Buffer.from(context, 'utf8'))
  decipher.setAuthTag(sealed.subarray(tagAt, tagAt + TAG_BYTES))
  return Buffer.concat([decipher.update(sealed.subarray(tagAt + TAG_BYTES)), decipher.final()])
}
