import type {LakeDocument} from '../contracts.ts'
import {isPublishedId, publishedIdOf} from '../documents.ts'
import {invalid, notFound, revisionMismatch} from '../errors.ts'
import type {Workspace} from '../transaction/workspace.ts'

/** @throws RefusedError 400 unless the id is a draft or version of the published one. */
export function requireVersionOf(versionId: string, publishedId: string): void {
  if (!isPublishedId(publishedId)) throw invalid(`"${publishedId}" is not the ID of a published document`)
  requireVersion(versionId)
  if (publishedIdOf(versionId) !== publishedId)
    throw invalid(`"${versionId}" is not a draft or version of "${publishedId}"`)
}

export function requireVersion(versionId: string): void {
  if (isPublishedId(versionId)) throw invalid(`"${versionId}" is not the ID of a draft or version`)
}

export function requireDocument(workspace: Workspace, id: string): LakeDocument {
  const document = workspace.get(id)
  if (!document) throw notFound(id)
  return document
}

/** Optimistic locking: nothing is asked for when `expected` is undefined. */
export function requireRevision(
  id: string,
  document: LakeDocument | null,
  expected: string | undefined,
): void {
  if (expected !== undefined && document?._rev !== expected)
    throw revisionMismatch(id, document?._rev, expected)
}
