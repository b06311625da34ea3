import type {Change, LakeDocument} from '../contracts.ts'
import {isPlainObject} from '../documents.ts'
import {referencesMissing, stillReferenced} from '../errors.ts'
import type {Workspace} from './workspace.ts'

/** Ids of the documents that must exist beside this one: every `_ref` that is neither weak nor into another dataset. */
export function strongReferences(document: LakeDocument | null): Set<string> {
  const found = new Set<string>()
  if (document) collect(document, found)
  return found
}

function collect(value: unknown, found: Set<string>): void {
  if (Array.isArray(value)) for (const item of value) collect(item, found)
  if (!isPlainObject(value)) return
  const {_ref, _weak, _dataset, _projectId} = value
  if (
    typeof _ref === 'string' &&
    _weak !== true &&
    _dataset === undefined &&
    _projectId === undefined &&
    !_ref.includes(':')
  ) {
    found.add(_ref)
  }
  for (const item of Object.values(value)) collect(item, found)
}

/** Which documents refer to a document by a strong reference, kept up to date change by change. */
export class ReferenceIndex {
  readonly #referrers = new Map<string, Set<string>>()

  constructor(documents: Iterable<LakeDocument>) {
    for (const document of documents) this.update(null, document)
  }

  update(before: LakeDocument | null, after: LakeDocument | null): void {
    for (const target of strongReferences(before)) this.#referrers.get(target)?.delete(before?._id ?? '')
    if (!after) return
    for (const target of strongReferences(after)) {
      const referrers = this.#referrers.get(target) ?? new Set()
      this.#referrers.set(target, referrers.add(after._id))
    }
  }

  /** Ids of the documents with a strong reference to `id`. */
  referrersOf(id: string): string[] {
    return [...(this.#referrers.get(id) ?? [])]
  }
}

/**
 * Refuses a transaction that would leave a strong reference to a document that does not exist.
 *
 * @throws RefusedError 409.
 */
export function checkReferences(changes: Change[], workspace: Workspace, references: ReferenceIndex): void {
  for (const {id, before, after} of changes) {
    if (!after) {
      const candidates = new Set([...references.referrersOf(id), ...changes.map((change) => change.id)])
      const referrers = [...candidates].filter(
        (other) => other !== id && strongReferences(workspace.get(other)).has(id),
      )
      if (referrers.length > 0) throw stillReferenced(id, referrers)
      continue
    }
    const known = strongReferences(before)
    for (const target of strongReferences(after)) {
      if (!known.has(target) && !workspace.get(target)) throw referencesMissing(id, target)
    }
  }
}
