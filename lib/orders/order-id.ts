import {randomBytes} from 'node:crypto'
import {z} from 'zod'

// Crockford's base 32: no letter that is taken for a digit when it is read over the phone.
const ALPHABET = '0123456789ABCDEFGHJKMNPQRSTVWXYZ'
const GROUPS = 3
const GROUP_LENGTH = 4

/** An order id, such as `PP-7K3F-92QM-X1ZD`: 60 random bits, readable aloud. */
export function newOrderId(): string {
  const letters = [...randomBytes(GROUPS * GROUP_LENGTH)].map((byte) => ALPHABET[byte % ALPHABET.length])
  const groups = Array.from({length: GROUPS}, (_, group) =>
    letters.slice(group * GROUP_LENGTH, (group + 1) * GROUP_LENGTH).join(''),
  )
  return `PP-${groups.join('-')}`
}

/** An order id as somebody typed it. */
export const orderIdSchema = z
  .string()
  .trim()
  .toUpperCase()
  .regex(/^PP(?:-[0-9A-HJKMNP-TV-Z]{4}){3}$/, {error: 'must be an order id such as PP-7K3F-92QM-X1ZD'})
