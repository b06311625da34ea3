import {isPublishedId, publishedIdOf} from '../documents.ts'
import {alreadyExists, RefusedError} from '../errors.ts'
import type {Workspace} from '../transaction/workspace.ts'
import type {Action, ActionOf} from './action.ts'
import {copyDocument} from './copy-document.ts'
import {requireDocument, requireRevision, requireVersionOf} from './guards.ts'
import {
  createVersion,
  discardVersion,
  replaceDraft,
  replaceVersion,
  unpublishVersion,
} from './perform-version-action.ts'
import {strengthenReferences} from './strengthen.ts'

/**
 * Does to the workspace what an action stands for.
 *
 * @throws RefusedError when its preconditions do not hold.
 */
export function performAction(workspace: Workspace, action: Action): void {
  switch (action.actionType) {
    case 'sanity.action.document.create':
      create(workspace, action)
      break
    case 'sanity.action.document.edit':
      edit(workspace, action)
      break
    case 'sanity.action.document.publish':
      publish(workspace, action)
      break
    case 'sanity.action.document.unpublish':
      unpublish(workspace, action)
      break
    case 'sanity.action.document.delete':
      deleteGroup(workspace, action)
      break
    case 'sanity.action.document.discard':
      discardVersion(workspace, action.draftId)
      break
    case 'sanity.action.document.replaceDraft':
      replaceDraft(workspace, action)
      break
    case 'sanity.action.document.version.create':
      createVersion(workspace, action)
      break
    case 'sanity.action.document.version.discard':
      discardVersion(workspace, action.versionId)
      break
    case 'sanity.action.document.version.replace':
      replaceVersion(workspace, action)
      break
    case 'sanity.action.document.version.unpublish':
      unpublishVersion(workspace, action)
      break
    default:
      action satisfies never
  }
}

function create(workspace: Workspace, {publishedId, attributes, ifExists}: ActionOf<'create'>): void {
  const id = attributes._id
  requireVersionOf(id, publishedId)
  if (workspace.get(id) && ifExists === 'ignore') return
  if (id.startsWith('drafts.') && workspace.get(publishedId)) throw alreadyExists(publishedId)
  workspace.create(attributes)
}

/** The first edit of a published document makes its draft. */
function edit(workspace: Workspace, {draftId, publishedId, patch}: ActionOf<'edit'>): void {
  requireVersionOf(draftId, publishedId)
  if (!workspace.get(draftId))
    workspace.create(copyDocument(requireDocument(workspace, publishedId), draftId))
  for (const operations of Array.isArray(patch) ? patch : [patch]) workspace.patch(draftId, operations)
}

function publish(workspace: Workspace, action: ActionOf<'publish'>): void {
  const {draftId, publishedId, ifDraftRevisionId, ifPublishedRevisionId} = action
  requireVersionOf(draftId, publishedId)
  const draft = requireDocument(workspace, draftId)
  const published = workspace.get(publishedId)
  requireRevision(draftId, draft, ifDraftRevisionId)
  requireRevision(publishedId, published, ifPublishedRevisionId)
  const {_createdAt, ...content} = copyDocument(draft, publishedId)
  const createdAt = published?._createdAt ?? draft._createdAt
  workspace.createOrReplace({
    ...strengthenReferences(content),
    _type: draft._type,
    _id: publishedId,
    _createdAt: createdAt,
  })
  workspace.delete(draftId)
}

function unpublish(workspace: Workspace, {draftId, publishedId}: ActionOf<'unpublish'>): void {
  requireVersionOf(draftId, publishedId)
  const published = requireDocument(workspace, publishedId)
  workspace.delete(publishedId)
  workspace.createIfNotExists(copyDocument(published, draftId))
}

/** Drafts and versions that the caller does not know of must not be lost with the document. */
function deleteGroup(workspace: Workspace, {publishedId, includeDrafts}: ActionOf<'delete'>): void {
  for (const id of includeDrafts) requireVersionOf(id, publishedId)
  const group = workspace.ids().filter((id) => publishedIdOf(id) === publishedId)
  const forgotten = group.find((id) => !isPublishedId(id) && !includeDrafts.includes(id))
  if (forgotten) {
    throw new RefusedError(
      409,
      `Document "${publishedId}" has a version "${forgotten}" that is not included in the deletion`,
      {
        type: 'documentHasVersionsError',
        id: publishedId,
      },
    )
  }
  requireDocument(workspace, group.includes(publishedId) ? publishedId : (group[0] ?? publishedId))
  for (const id of group) workspace.delete(id)
}
