import {randomBytes} from 'node:crypto'

// Crockford's base 32: no letter that is taken for a digit when it is read over the phone.
const ALPHABET = '0123456789ABCDEFGHJKMNPQRSTVWXYZ'
const GROUP_LENGTH = 4

/** Random groups of four behind a prefix, such as `PP-7K3F-92QM-X1ZD`: 20 bits a group, readable aloud. */
export function readableId(prefix: string, groups: number): string {
  const letters = [...randomBytes(groups * GROUP_LENGTH)].map((byte) => ALPHABET[byte % ALPHABET.length])
  const parts = Array.from({length: groups}, (_, group) =>
    letters.slice(group * GROUP_LENGTH, (group + 1) * GROUP_LENGTH).join(''),
  )
  return [prefix, ...parts].join('-')
}
