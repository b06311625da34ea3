import {publishedIdOf} from '../documents.ts'
import {invalid} from '../errors.ts'
import type {Workspace} from '../transaction/workspace.ts'
import type {ActionOf} from './action.ts'
import {copyDocument} from './copy-document.ts'
import {requireDocument, requireRevision, requireVersion, requireVersionOf} from './guards.ts'

/** Either a whole document is given, or one that exists is copied. */
export function createVersion(workspace: Workspace, action: ActionOf<'version.create'>): void {
  const {publishedId, document, baseId, versionId, ifBaseRevisionId} = action
  if (document) {
    requireVersionOf(document._id, publishedId)
    workspace.create(document)
    return
  }
  if (!baseId || !versionId) throw invalid('give either "document", or "baseId" and "versionId"')
  requireVersionOf(versionId, publishedId)
  const base = requireDocument(workspace, baseId)
  requireRevision(baseId, base, ifBaseRevisionId)
  workspace.create(copyDocument(base, versionId))
}

export function replaceVersion(workspace: Workspace, {document}: ActionOf<'version.replace'>): void {
  requireVersion(document._id)
  requireDocument(workspace, document._id)
  workspace.createOrReplace(document)
}

export function discardVersion(workspace: Workspace, versionId: string): void {
  requireVersion(versionId)
  requireDocument(workspace, versionId)
  workspace.delete(versionId)
}

/** Notes in a release's version that publishing the release will unpublish the document. */
export function unpublishVersion(workspace: Workspace, action: ActionOf<'version.unpublish'>): void {
  const {versionId, publishedId} = action
  requireVersionOf(versionId, publishedId)
  const published = requireDocument(workspace, publishedId)
  workspace.createIfNotExists(copyDocument(published, versionId))
  workspace.patch(versionId, {set: {'_system.delete': true}})
}

/** A restored draft replaces the present one, or stands beside the published document. */
export function replaceDraft(
  workspace: Workspace,
  {publishedId, attributes}: ActionOf<'replaceDraft'>,
): void {
  requireVersionOf(attributes._id, publishedId)
  if (!workspace.get(publishedIdOf(attributes._id))) requireDocument(workspace, attributes._id)
  workspace.createOrReplace(attributes)
}
