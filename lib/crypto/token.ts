import {createHash, randomBytes} from 'node:crypto'

/** A one-time token as it travels (256 random bits, 43 characters) and the hash that is kept in its place. */
export type MintedToken = {token: string; hash: Buffer}

/** Mints a token. Only the hash may be stored. */
export function mintToken(): MintedToken {
  const token = randomBytes(32).toString('base64url')
  return {token, hash: hashToken(token)}
}

/**
 * The stored form of a token. A plain hash is enough for 256 random bits, and looking it up by index tells an
 * attacker nothing about a token that they do not already hold.
 */
export function hashToken(token: string): Buffer {
  return createHash('sha256').update(token, 'utf8').digest()
}
