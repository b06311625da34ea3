import {z} from 'zod'
import type {LakeDocument} from '../contracts.ts'
import {isPlainObject, isPublishedId, publishedIdOf, releaseDocumentId, releaseOf} from '../documents.ts'
import {alreadyExists, invalid, notFound, RefusedError, revisionMismatch} from '../errors.ts'
import {type Attributes, PatchOperations} from '../transaction/mutations.ts'
import type {Workspace} from '../transaction/workspace.ts'

const Document = z.looseObject({_id: z.string(), _type: z.string().min(1)})
const id = z.string().min(1)
const Patch = PatchOperations.omit({ifRevisionID: true})

const type = <Name extends string>(name: Name) => z.literal(`sanity.action.document.${name}` as const)

/** The document actions, see https://www.sanity.io/docs/http-reference/actions */
export const DocumentAction = z.discriminatedUnion('actionType', [
  z.object({
    actionType: type('create'),
    publishedId: id,
    attributes: Document,
    ifExists: z.enum(['fail', 'ignore']).default('fail'),
  }),
  z.object({actionType: type('edit'), draftId: id, publishedId: id, patch: z.union([Patch, z.array(Patch)])}),
  z.object({
    actionType: type('publish'),
    draftId: id,
    publishedId: id,
    ifDraftRevisionId: z.string().optional(),
    ifPublishedRevisionId: z.string().optional(),
  }),
  z.object({actionType: type('unpublish'), draftId: id, publishedId: id}),
  z.object({actionType: type('discard'), draftId: id}),
  z.object({actionType: type('delete'), publishedId: id, includeDrafts: z.array(id).default([])}),
  z.object({actionType: type('replaceDraft'), publishedId: id, attributes: Document}),
  z.object({
    actionType: type('version.create'),
    publishedId: id,
    document: Document.optional(),
    baseId: id.optional(),
    versionId: id.optional(),
    ifBaseRevisionId: z.string().optional(),
  }),
  z.object({actionType: type('version.discard'), versionId: id}),
  z.object({actionType: type('version.replace'), document: Document}),
  z.object({actionType: type('version.unpublish'), versionId: id, publishedId: id}),
])

export type DocumentAction = z.infer<typeof DocumentAction>
type ActionOf<Name extends string> = Extract<DocumentAction, {actionType: `sanity.action.document.${Name}`}>

/**
 * Makes the changes of an action in a workspace.
 *
 * @throws RefusedError when its preconditions do not hold.
 */
export function performDocumentAction(workspace: Workspace, action: DocumentAction): void {
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
  publishVersion(workspace, draft)
  workspace.delete(draftId)
}

/** Puts the content of a draft or version into its published document, and leaves the version itself. */
export function publishVersion(workspace: Workspace, version: LakeDocument): void {
  const publishedId = publishedIdOf(version._id)
  const {_createdAt, ...content} = copyDocument(version, publishedId)
  workspace.createOrReplace({
    ...strengthenReferences(content),
    _type: version._type,
    _id: publishedId,
    _createdAt: workspace.get(publishedId)?._createdAt ?? version._createdAt,
  })
}

function unpublish(workspace: Workspace, {draftId, publishedId}: ActionOf<'unpublish'>): void {
  requireVersionOf(draftId, publishedId)
  unpublishInto(workspace, publishedId, draftId)
}

/** Deletes a published document, whose content becomes the draft unless there is one. @throws RefusedError 404. */
export function unpublishInto(workspace: Workspace, publishedId: string, draftId: string): void {
  const published = requireDocument(workspace, publishedId)
  workspace.delete(publishedId)
  workspace.createIfNotExists(copyDocument(published, draftId))
}

/** Refuses to delete drafts and versions that the caller does not name, since it may not know of them. */
function deleteGroup(workspace: Workspace, {publishedId, includeDrafts}: ActionOf<'delete'>): void {
  for (const id of includeDrafts) requireVersionOf(id, publishedId)
  const group = workspace.ids().filter((id) => publishedIdOf(id) === publishedId)
  const unnamed = group.find((id) => !isPublishedId(id) && !includeDrafts.includes(id))
  if (unnamed) {
    throw new RefusedError(
      409,
      `Document "${publishedId}" has a version "${unnamed}" that is not included in the deletion`,
      {
        type: 'documentHasVersionsError',
        id: publishedId,
      },
    )
  }
  requireDocument(workspace, group.includes(publishedId) ? publishedId : (group[0] ?? publishedId))
  for (const id of group) workspace.delete(id)
}

/** Either a whole document is given, or one that exists is copied. */
function createVersion(workspace: Workspace, action: ActionOf<'version.create'>): void {
  const {publishedId, document, baseId, versionId, ifBaseRevisionId} = action
  requireActiveRelease(workspace, document?._id ?? versionId ?? '')
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

function replaceVersion(workspace: Workspace, {document}: ActionOf<'version.replace'>): void {
  requireVersion(document._id)
  requireDocument(workspace, document._id)
  workspace.createOrReplace(document)
}

function discardVersion(workspace: Workspace, versionId: string): void {
  requireVersion(versionId)
  requireDocument(workspace, versionId)
  workspace.delete(versionId)
}

/** Marks a version in a release, so that publishing the release unpublishes the document. */
function unpublishVersion(workspace: Workspace, action: ActionOf<'version.unpublish'>): void {
  const {versionId, publishedId} = action
  requireVersionOf(versionId, publishedId)
  requireActiveRelease(workspace, versionId)
  const published = requireDocument(workspace, publishedId)
  workspace.createIfNotExists(copyDocument(published, versionId))
  workspace.patch(versionId, {set: {'_system.delete': true}})
}

/** Restores a draft: it replaces the present one, or is a new draft of the published document. */
function replaceDraft(workspace: Workspace, {publishedId, attributes}: ActionOf<'replaceDraft'>): void {
  requireVersionOf(attributes._id, publishedId)
  if (!workspace.get(publishedIdOf(attributes._id))) requireDocument(workspace, attributes._id)
  workspace.createOrReplace(attributes)
}

/** @throws RefusedError 400 unless the id is a draft or version of the published one. */
function requireVersionOf(versionId: string, publishedId: string): void {
  if (!isPublishedId(publishedId)) throw invalid(`"${publishedId}" is not the ID of a published document`)
  requireVersion(versionId)
  if (publishedIdOf(versionId) !== publishedId)
    throw invalid(`"${versionId}" is not a draft or version of "${publishedId}"`)
}

/** @throws RefusedError 400 when the version belongs to a release that was published or archived. */
function requireActiveRelease(workspace: Workspace, versionId: string): void {
  const name = releaseOf(versionId)
  const release = name === undefined ? null : workspace.get(releaseDocumentId(name))
  if (release && release.state !== 'active')
    throw invalid(`Release "${name}" is ${release.state}; versions can be added to active releases only`)
}

function requireVersion(versionId: string): void {
  if (isPublishedId(versionId)) throw invalid(`"${versionId}" is not the ID of a draft or version`)
}

function requireDocument(workspace: Workspace, id: string): LakeDocument {
  const document = workspace.get(id)
  if (!document) throw notFound(id)
  return document
}

/** Optimistic locking; every revision is accepted when `expected` is undefined. @throws RefusedError 409. */
function requireRevision(id: string, document: LakeDocument | null, expected: string | undefined): void {
  if (expected !== undefined && document?._rev !== expected)
    throw revisionMismatch(id, document?._rev, expected)
}

/**
 * The content of a document for another of its ids. The copy gets a time of change of its own, and does not have the
 * system's notes about a version (`_system`).
 */
function copyDocument(document: LakeDocument, id: string): Attributes {
  const {_rev, _updatedAt, _system, ...content} = document
  return {...content, _id: id}
}

/**
 * The attributes of a draft as they are published: a reference that is weak only until its document is published has a mark
 * in `_strengthenOnPublish`, and becomes as strong as the schema wants it.
 */
export function strengthenReferences(attributes: Record<string, unknown>): Record<string, unknown> {
  const {_strengthenOnPublish: mark, ...rest} = attributes
  const isMarked = isPlainObject(mark) && typeof attributes._ref === 'string'
  const {_weak, ...strong} = rest
  const kept = !isMarked ? attributes : mark.weak === true ? rest : strong
  return Object.fromEntries(Object.entries(kept).map(([name, value]) => [name, strengthenValue(value)]))
}

function strengthenValue(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(strengthenValue)
  return isPlainObject(value) ? strengthenReferences(value) : value
}
