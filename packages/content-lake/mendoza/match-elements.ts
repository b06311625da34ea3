import {isDeepStrictEqual} from 'node:util'
import {isPlainObject} from './is-plain-object.ts'

/** For each element of `after`, the index of the element of `before` that it comes from, if any. */
export function sourceOf(before: readonly unknown[], after: readonly unknown[]): (number | undefined)[] {
  const keyed = new Map<string, number>()
  before.forEach((value, index) => {
    const key = keyOf(value)
    if (key !== undefined && !keyed.has(key)) keyed.set(key, index)
  })
  let prefix = 0
  while (prefix < before.length && isDeepStrictEqual(before[prefix], after[prefix])) prefix += 1
  const room = Math.min(before.length, after.length) - prefix
  let suffix = 0
  while (suffix < room && isDeepStrictEqual(before.at(-1 - suffix), after.at(-1 - suffix))) suffix += 1

  return after.map((value, index) => {
    if (index < prefix) return index
    if (index >= after.length - suffix) return index - after.length + before.length
    const key = keyOf(value)
    return key === undefined ? undefined : keyed.get(key)
  })
}

function keyOf(value: unknown): string | undefined {
  return isPlainObject(value) && typeof value._key === 'string' ? value._key : undefined
}
