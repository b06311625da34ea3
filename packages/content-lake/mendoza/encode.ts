import {isDeepStrictEqual} from 'node:util'
import {applyPatch} from 'mendoza'
import type {MendozaPatch} from '../types.ts'
import {encodeObject} from './encode-object.ts'
import {isPlainObject} from './is-plain-object.ts'
import {REPLACE} from './opcodes.ts'

/**
 * A Mendoza patch that turns `before` into `after`; `null` stands for a document that does not exist.
 *
 * Every patch is applied once before it is given out: readers rebuild documents from patches alone, so a patch that did
 * not reproduce its document exactly would corrupt history. Then the whole value is sent instead.
 *
 * Format: https://github.com/sanity-io/mendoza
 */
export function encodePatch(before: unknown, after: unknown): MendozaPatch {
  const whole = [REPLACE, after]
  if (!isPlainObject(before) || !isPlainObject(after)) return whole
  const patch = encodeObject(before, after)
  return isDeepStrictEqual(applyPatch(before, patch), after) ? patch : whole
}
