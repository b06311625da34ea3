import type {Change} from '../contracts.ts'
import {referencesMissing, stillReferenced} from '../errors.ts'
import {type ReferenceIndex, strongReferences} from '../transaction/references.ts'
import type {Workspace} from '../transaction/workspace.ts'

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
