import {isDeepStrictEqual} from 'node:util'
import {encodeString} from './encode-string.ts'
import {isPlainObject} from './is-plain-object.ts'
import {sourceOf} from './match-elements.ts'
import {
  APPEND_SLICE,
  APPEND_VALUE,
  BLANK_FIELD_AND_ENTER,
  COPY_ELEMENT_AND_ENTER,
  COPY_FIELD_AND_ENTER,
  DELETE_FIELD,
  RETURN_TO_ARRAY,
  RETURN_TO_FIELD,
  SET_FIELD,
} from './opcodes.ts'

type Slice = {from: number; to: number}

/** Operations that turn a copy of `before` into `after`. Fields of `before` are addressed by their place in sorted order. */
export function encodeObject(before: Record<string, unknown>, after: Record<string, unknown>): unknown[] {
  const keys = Object.keys(before).sort()
  const operations: unknown[] = []
  keys.forEach((key, index) => {
    if (!Object.hasOwn(after, key)) operations.push(DELETE_FIELD, index)
  })
  const places = new Map(keys.map((key, index) => [key, index]))
  for (const [key, value] of Object.entries(after)) {
    const index = places.get(key)
    if (index === undefined) operations.push(SET_FIELD, value, key)
    else if (!isDeepStrictEqual(before[key], value))
      operations.push(...encodeField(before[key], value, key, index))
  }
  return operations
}

function encodeField(before: unknown, after: unknown, key: string, index: number): unknown[] {
  if (isPlainObject(before) && isPlainObject(after)) {
    return [COPY_FIELD_AND_ENTER, index, ...encodeObject(before, after), RETURN_TO_FIELD]
  }
  if (Array.isArray(before) && Array.isArray(after)) {
    return [BLANK_FIELD_AND_ENTER, index, ...encodeArray(before, after), RETURN_TO_FIELD]
  }
  if (typeof before === 'string' && typeof after === 'string') {
    const operations = encodeString(before, after)
    if (operations) return [BLANK_FIELD_AND_ENTER, index, ...operations, RETURN_TO_FIELD]
  }
  return [SET_FIELD, after, key]
}

/**
 * Operations that build `after` from a blank, copying runs of `before` where they are equal. An element that changed is
 * matched to its former self by `_key`, so that a changed paragraph is told apart from a new one.
 */
function encodeArray(before: readonly unknown[], after: readonly unknown[]): unknown[] {
  const operations: unknown[] = []
  let run: Slice | null = null
  const endRun = () => {
    if (run) operations.push(APPEND_SLICE, run.from, run.to)
    run = null
  }
  const sources = sourceOf(before, after)
  after.forEach((value, index) => {
    const source = sources[index]
    const former = source === undefined ? undefined : before[source]
    if (source !== undefined && isDeepStrictEqual(former, value)) {
      if (run?.to === source) run.to += 1
      else {
        endRun()
        run = {from: source, to: source + 1}
      }
      return
    }
    endRun()
    if (source !== undefined && isPlainObject(former) && isPlainObject(value)) {
      operations.push(COPY_ELEMENT_AND_ENTER, source, ...encodeObject(former, value), RETURN_TO_ARRAY)
    } else operations.push(APPEND_VALUE, value)
  })
  endRun()
  // A blank that nothing was appended to would come out as null.
  return operations.length === 0 ? [APPEND_SLICE, 0, 0] : operations
}
