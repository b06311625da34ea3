import {randomBytes} from 'node:crypto'
import {z} from 'zod'

/** Minted with every checkout page; the order that is made from the page is found by it. 192 random bits. */
export function mintNonce(): string {
  return randomBytes(24).toString('base64url')
}

/** A nonce as a form or an address sends it back. */
export const nonceSchema = z.string().regex(/^[\w-]{32}$/)
