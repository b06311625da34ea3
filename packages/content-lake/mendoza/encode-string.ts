import {APPEND_STRING, APPEND_STRING_SLICE} from './opcodes.ts'

/**
 * Operations that build `after` from the common start and end of `before`, or null when they share neither. Offsets are
 * bytes of UTF-8, at code point borders.
 */
export function encodeString(before: string, after: string): unknown[] | null {
  const from = Array.from(before)
  const to = Array.from(after)
  const limit = Math.min(from.length, to.length)
  let prefix = 0
  while (prefix < limit && from[prefix] === to[prefix]) prefix += 1
  let suffix = 0
  while (suffix < limit - prefix && from[from.length - 1 - suffix] === to[to.length - 1 - suffix]) suffix += 1
  if (prefix + suffix === 0) return null

  const operations: unknown[] = []
  const middle = to.slice(prefix, to.length - suffix).join('')
  if (prefix > 0) operations.push(APPEND_STRING_SLICE, 0, bytes(from.slice(0, prefix)))
  if (middle) operations.push(APPEND_STRING, middle)
  if (suffix > 0)
    operations.push(APPEND_STRING_SLICE, bytes(from.slice(0, from.length - suffix)), bytes(from))
  return operations
}

function bytes(codePoints: string[]): number {
  return Buffer.byteLength(codePoints.join(''))
}
