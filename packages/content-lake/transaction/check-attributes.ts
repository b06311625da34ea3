import {invalid} from './errors.ts'

const NAME = /^\$?[A-Za-z0-9_-]+$/
const MAX_DEPTH = 64

/**
 * Refuses values that the hosted API does not store: attribute names other than `^\$?[a-zA-Z0-9_-]+$`, and nesting so deep
 * that readers would overflow their stack.
 *
 * @throws RefusedError 400.
 */
export function checkAttributes(value: unknown, depth = 0): void {
  if (typeof value !== 'object' || value === null) return
  if (depth > MAX_DEPTH) throw invalid(`values may be nested at most ${MAX_DEPTH} levels deep`)
  if (Array.isArray(value)) {
    for (const item of value) checkAttributes(item, depth + 1)
    return
  }
  for (const [name, item] of Object.entries(value)) {
    if (!NAME.test(name) || name === '__proto__')
      throw invalid(`invalid attribute name ${JSON.stringify(name)}`)
    checkAttributes(item, depth + 1)
  }
}
