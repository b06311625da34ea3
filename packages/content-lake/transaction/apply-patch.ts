import {extract, Mutation} from '@sanity/mutator'
import type {LakeDocument} from '../contracts.ts'
import {isPlainObject} from '../documents.ts'
import {invalid} from '../errors.ts'
import {locatePath} from './locate-path.ts'
import type {PatchOperations} from './operation.ts'

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
    // Replacing what is not there would make the mutator repeat the whole array.
    const isPointless = insert && 'replace' in insert && extract(insert.replace, patched).length === 0
    return insert && !isPointless ? mutate(patched, {insert}) : patched
  } catch (error) {
    throw invalid(error instanceof Error ? error.message : 'the patch cannot be applied')
  }
}

/** Sets values one after the other, as the mutator does, since one may make the place for the next. */
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
  // The mutator writes into the outermost object.
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
