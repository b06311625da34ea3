import {extract, extractWithPath, Mutation} from '@sanity/mutator'
import type {LakeDocument} from '../contracts.ts'
import {isPlainObject} from '../documents.ts'
import {invalid} from '../errors.ts'
import type {PatchOperations} from './mutations.ts'

/**
 * The document after a patch. `@sanity/mutator` does the work, as it does in the Studio, so that both ends agree.
 *
 * @throws RefusedError 400 when a path cannot be read or an identifying attribute would change.
 */
export function applyPatch(document: LakeDocument, patch: PatchOperations, timestamp: string): LakeDocument {
  const {merge, ifRevisionID, ...operations} = patch
  const base = merge ? {...document, ...mergeDeep(document, merge)} : document
  const patched = patchWith(base, operations)
  for (const name of ['_id', '_type'] as const) {
    if (patched[name] !== document[name]) throw invalid(`Cannot modify immutable attribute "${name}"`)
  }
  return {
    ...patched,
    _id: document._id,
    _type: document._type,
    ...systemAttributes(document),
    _updatedAt: timestamp,
  }
}

function systemAttributes({_rev, _createdAt}: LakeDocument) {
  return {_rev, _createdAt}
}

type Operations = Omit<PatchOperations, 'merge' | 'ifRevisionID'>
type Patched = NonNullable<ReturnType<Mutation['apply']>>

function patchWith(document: Patched, {setIfMissing, set, insert, ...operations}: Operations): Patched {
  try {
    const completed = setEach(document, 'setIfMissing', setIfMissing)
    const patched = mutate(setEach(completed, 'set', set), operations)
    // When there is nothing to replace, the mutator would repeat the whole array.
    const hasNoTarget = insert && 'replace' in insert && extract(insert.replace, patched).length === 0
    return insert && !hasNoTarget ? mutate(patched, {insert}) : patched
  } catch (error) {
    throw invalid(error instanceof Error ? error.message : 'the patch cannot be applied')
  }
}

/** Sets values one after the other, as the mutator does: one may create the object that the next is set in. */
function setEach(
  document: Patched,
  operation: 'set' | 'setIfMissing',
  values: Record<string, unknown> = {},
): Patched {
  return Object.entries(values).reduce((patched, [path, value]) => {
    const located = locatePath(path, patched).map((place) => [place, value])
    return mutate(patched, {[operation]: Object.fromEntries(located)})
  }, document)
}

function mutate(document: Patched, operations: Operations): Patched {
  // The mutator changes the outermost object in place.
  const patched = new Mutation({mutations: [{patch: {...operations, id: document._id}}]}).apply({...document})
  if (!patched) throw new Error('the patch leaves no document')
  return patched
}

/** `merge` of the hosted API: objects are merged into objects at any depth, everything else replaces. */
function mergeDeep(
  target: Record<string, unknown>,
  source: Record<string, unknown>,
): Record<string, unknown> {
  const merged = {...target}
  for (const [name, value] of Object.entries(source)) {
    const current = merged[name]
    merged[name] = isPlainObject(current) && isPlainObject(value) ? mergeDeep(current, value) : value
  }
  return merged
}

const IDENTIFIER = /^[A-Za-z_][A-Za-z0-9_]*$/

/**
 * The paths of the values that a path sets in a document. A path whose last selector, such as `[0]` or `[_key=="a"]`,
 * stands for every array or object that the selector can be applied to, and for none when there is none.
 *
 * Without this, the mutator makes an object of every attribute that is missing on the path. Where a selector follows, that
 * object stands in the place of an array, and later inserts into the array fail.
 *
 * @throws Error when the path cannot be read.
 */
function locatePath(path: string, document: Record<string, unknown>): string[] {
  const start = lastSelectorOf(path)
  if (start <= 0) return [path]
  // Throws for a malformed path, also when nothing in the document matches it.
  extractWithPath(path, {})
  const rest = path.slice(start)
  return extractWithPath(path.slice(0, start), document)
    .filter(({value}) => typeof value === 'object' && value !== null)
    .map((place) => pathText(place.path) + rest)
}

/** Where the last `[…]` begins that is not an attribute's quoted name; -1 when there is none. */
function lastSelectorOf(path: string): number {
  let last = -1
  let depth = 0
  for (const {0: token, index} of path.matchAll(/"(?:\\.|[^"\\])*"|'(?:\\.|[^'\\])*'|[[\]]/g)) {
    if (token === '[' && depth++ === 0 && !/^\[\s*'/.test(path.slice(index))) last = index
    else if (token === ']') depth--
  }
  return last
}

function pathText(path: (string | number)[]): string {
  return path
    .map((segment, index) => {
      if (typeof segment === 'number') return `[${segment}]`
      if (!IDENTIFIER.test(segment)) return `['${segment}']`
      return index === 0 ? segment : `.${segment}`
    })
    .join('')
}
