import type {LakeDocument} from '../contracts.ts'
import type {Attributes} from '../transaction/operation.ts'

/**
 * The content of a document for another of its ids. When it was last changed is a matter of the new one, and what the
 * system noted about a version does not go with it.
 */
export function copyDocument(document: LakeDocument, id: string): Attributes {
  const {_rev, _updatedAt, _system, ...content} = document
  return {...content, _id: id}
}
