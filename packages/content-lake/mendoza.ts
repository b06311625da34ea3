import {isDeepStrictEqual} from 'node:util'
import {applyPatch} from 'mendoza'
import type {Effect, LakeDocument, MendozaPatch} from './contracts.ts'
import {isPlainObject} from './documents.ts'

/**
 * Patches in the format of https://github.com/sanity-io/mendoza, in which listeners and history are told of changes. The
 * package on npm only decodes; this is an encoder. A patch is a list of operations with their arguments, which the decoder
 * runs on a stack of values.
 */
const REPLACE = 0
const COPY_FIELD_AND_ENTER = 10
const BLANK_FIELD_AND_ENTER = 11
const COPY_ELEMENT_AND_ENTER = 12
const RETURN_TO_FIELD = 15
const RETURN_TO_ARRAY = 16
const SET_FIELD = 17
const DELETE_FIELD = 19
const APPEND_VALUE = 20
const APPEND_SLICE = 21
const APPEND_STRING = 22
const APPEND_STRING_SLICE = 23

/** Patches for a change of one document, forward and back. `_rev` is left out: it is the transaction's id. */
export function effectOf(before: LakeDocument | null, after: LakeDocument | null): Effect {
  const from = withoutRevision(before)
  const to = withoutRevision(after)
  return {apply: encodePatch(from, to), revert: encodePatch(to, from)}
}

/** A document's attributes as the patches describe them. */
export function withoutRevision(document: LakeDocument | null): Record<string, unknown> | null {
  if (!document) return null
  const {_rev, ...attributes} = document
  return attributes
}

/**
 * A Mendoza patch that turns `before` into `after`; `null` stands for a document that does not exist.
 *
 * Every patch is applied once before it is given out: readers rebuild documents from patches alone, so a patch that did
 * not reproduce its document exactly would corrupt history. Then the whole value is sent instead.
 */
export function encodePatch(before: unknown, after: unknown): MendozaPatch {
  const whole = [REPLACE, after]
  if (!isPlainObject(before) || !isPlainObject(after)) return whole
  const patch = encodeObject(before, after)
  return isDeepStrictEqual(applyPatch(before, patch), after) ? patch : whole
}

/** Operations that turn a copy of `before` into `after`. Fields of `before` are addressed by their place in sorted order. */
function encodeObject(before: Record<string, unknown>, after: Record<string, unknown>): unknown[] {
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
 * Operations that build `after` from a blank array, copying runs of `before` where they are equal. An element that changed
 * is matched to its former self by `_key`, so that a changed paragraph is told apart from a new one.
 */
function encodeArray(before: readonly unknown[], after: readonly unknown[]): unknown[] {
  const operations: unknown[] = []
  let run: {from: number; to: number} | null = null
  const endRun = () => {
    if (run) operations.push(APPEND_SLICE, run.from, run.to)
    run = null
  }
  const sources = sourceIndexes(before, after)
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
  // The decoder makes null of a blank to which nothing was appended.
  return operations.length === 0 ? [APPEND_SLICE, 0, 0] : operations
}

/** For each element of `after`, the index of the element of `before` that it comes from, if any. */
function sourceIndexes(before: readonly unknown[], after: readonly unknown[]): (number | undefined)[] {
  const keyed = new Map<string, number>()
  before.forEach((value, index) => {
    const key = keyOf(value)
    if (key !== undefined && !keyed.has(key)) keyed.set(key, index)
  })
  let prefix = 0
  while (prefix < before.length && isDeepStrictEqual(before[prefix], after[prefix])) prefix += 1
  const maxSuffix = Math.min(before.length, after.length) - prefix
  let suffix = 0
  while (suffix < maxSuffix && isDeepStrictEqual(before.at(-1 - suffix), after.at(-1 - suffix))) suffix += 1

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

/**
 * Operations that build `after` from the common start and end of `before`, or null when they share neither. Offsets are
 * bytes of UTF-8, at code point borders.
 */
function encodeString(before: string, after: string): unknown[] | null {
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
  if (prefix > 0) operations.push(APPEND_STRING_SLICE, 0, byteLength(from.slice(0, prefix)))
  if (middle) operations.push(APPEND_STRING, middle)
  if (suffix > 0)
    operations.push(APPEND_STRING_SLICE, byteLength(from.slice(0, from.length - suffix)), byteLength(from))
  return operations
}

function byteLength(codePoints: string[]): number {
  return Buffer.byteLength(codePoints.join(''))
}
