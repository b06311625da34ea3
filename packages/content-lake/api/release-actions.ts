import {randomBytes} from 'node:crypto'
import {z} from 'zod'
import type {Identity, LakeDocument} from '../contracts.ts'
import {documentAt} from '../dataset/past.ts'
import type {StoredDataset} from '../dataset/stored-dataset.ts'
import {isMarkedForUnpublishing, publishedIdOf, releaseDocumentId, releaseOf} from '../documents.ts'
import {alreadyExists, invalid, notFound, RefusedError} from '../errors.ts'
import {type Attributes, PatchOperations} from '../transaction/mutations.ts'
import type {Step} from '../transaction/steps.ts'
import type {Workspace} from '../transaction/workspace.ts'
import {publishVersion, unpublishInto} from './document-actions.ts'

const type = <Name extends string>(name: Name) => z.literal(`sanity.action.release.${name}` as const)
const releaseId = z
  .string()
  .regex(/^[A-Za-z0-9_-]+$/)
  .refine((name) => !['drafts', 'published', 'raw', 'previewDrafts'].includes(name), 'is a perspective')

const Metadata = z.looseObject({
  title: z.string().optional(),
  description: z.string().optional(),
  releaseType: z.enum(['asap', 'scheduled', 'undecided']).default('undecided'),
})

/** The release actions. @see https://www.sanity.io/docs/http-reference/actions */
export const ReleaseAction = z.discriminatedUnion('actionType', [
  z.object({actionType: type('create'), releaseId, metadata: Metadata.prefault({})}),
  z.object({actionType: type('edit'), releaseId, patch: PatchOperations.omit({ifRevisionID: true})}),
  z.object({actionType: type('publish'), releaseId}),
  z.object({actionType: type('archive'), releaseId}),
  z.object({actionType: type('unarchive'), releaseId}),
  z.object({actionType: type('delete'), releaseId}),
  z.object({actionType: type('schedule'), releaseId, publishAt: z.string()}),
  z.object({actionType: type('unschedule'), releaseId}),
])
export type ReleaseAction = z.infer<typeof ReleaseAction>

type State = 'active' | 'published' | 'archived'

/**
 * The change that an action makes. The hosted service publishes and archives in the background; here each action is done when
 * it is answered.
 *
 * @throws RefusedError from the step: 404 when there is no such release, 400 when its state does not allow the action, 403 for
 *   schedules, which the lake does not have.
 */
export async function releaseStep(
  dataset: StoredDataset,
  action: ReleaseAction,
  identity: Identity,
): Promise<Step> {
  const {releaseId: name} = action
  switch (action.actionType) {
    case 'sanity.action.release.create':
      return (workspace) => create(workspace, name, action.metadata, identity)
    case 'sanity.action.release.edit':
      return (workspace) => edit(workspace, name, action.patch)
    case 'sanity.action.release.publish':
      return (workspace) => publish(workspace, name)
    case 'sanity.action.release.archive':
      return (workspace) => archive(workspace, name)
    case 'sanity.action.release.unarchive': {
      const versions = await archivedVersions(dataset, name)
      return (workspace) => unarchive(workspace, name, versions)
    }
    case 'sanity.action.release.delete':
      return (workspace) => remove(workspace, name)
    case 'sanity.action.release.schedule':
    case 'sanity.action.release.unschedule':
      return () => {
        throw new RefusedError(403, 'Releases cannot be scheduled in this project', {
          type: 'featureNotAvailableError',
          feature: 'scheduledPublishing',
        })
      }
  }
}

function create(
  workspace: Workspace,
  name: string,
  metadata: z.infer<typeof Metadata>,
  identity: Identity,
): void {
  const id = releaseDocumentId(name)
  if (workspace.get(id)) throw alreadyExists(id)
  workspace.create({
    _id: id,
    _type: 'system.release',
    name,
    state: 'active',
    metadata,
    ...(identity && {userId: identity.id}),
  })
}

function edit(workspace: Workspace, name: string, patch: PatchOperations): void {
  requireState(workspace, name, ['active'], 'edited')
  for (const path of pathsOf(patch)) {
    if (!/^metadata($|[.[])/.test(path))
      throw invalid(`Only the metadata of a release can be edited, not "${path}"`)
  }
  const id = releaseDocumentId(name)
  workspace.patch(id, patch)
  const edited = Metadata.safeParse(workspace.get(id)?.metadata)
  if (!edited.success) throw invalid(`metadata: ${edited.error.issues[0]?.message}`)
}

function pathsOf({unset = [], insert, ifRevisionID, ...operations}: PatchOperations): string[] {
  const inserted = insert
    ? Object.entries(insert).flatMap(([at, path]) => (at === 'items' ? [] : String(path)))
    : []
  return [...unset, ...inserted, ...Object.values(operations).flatMap((values) => Object.keys(values ?? {}))]
}

function publish(workspace: Workspace, name: string): void {
  requireState(workspace, name, ['active'], 'published')
  const versions = versionsOf(workspace, name)
  for (const version of versions) {
    const publishedId = publishedIdOf(version._id)
    if (!isMarkedForUnpublishing(version)) publishVersion(workspace, version)
    else if (workspace.get(publishedId)) unpublishInto(workspace, publishedId, `drafts.${publishedId}`)
    workspace.delete(version._id)
  }
  finish(workspace, name, 'published', versions, {publishedAt: workspace.timestamp})
}

function archive(workspace: Workspace, name: string): void {
  requireState(workspace, name, ['active'], 'archived')
  const versions = versionsOf(workspace, name)
  for (const version of versions) workspace.delete(version._id)
  finish(workspace, name, 'archived', versions)
}

function unarchive(workspace: Workspace, name: string, versions: readonly LakeDocument[]): void {
  requireState(workspace, name, ['archived'], 'active')
  for (const {_rev, ...version} of versions) workspace.createIfNotExists(version)
  workspace.patch(releaseDocumentId(name), {set: {state: 'active'}, unset: ['finalDocumentStates']})
}

function remove(workspace: Workspace, name: string): void {
  requireState(workspace, name, ['archived', 'published'], 'deleted')
  for (const {_id} of versionsOf(workspace, name)) workspace.delete(_id)
  workspace.delete(releaseDocumentId(name))
}

/** The versions of an archived release in their last revision. */
async function archivedVersions(dataset: StoredDataset, name: string): Promise<LakeDocument[]> {
  const states = FinalStates.safeParse(dataset.documents().get(releaseDocumentId(name))?.finalDocumentStates)
  const found = await Promise.all(
    (states.data ?? []).map(({id}) => documentAt(dataset, id, {lastRevision: true})),
  )
  return found.filter((version) => version !== null)
}

const FinalStates = z.array(z.object({id: z.string()}))

function finish(
  workspace: Workspace,
  name: string,
  state: State,
  versions: readonly LakeDocument[],
  attributes: Partial<Attributes> = {},
): void {
  const finalDocumentStates = versions.map(({_id}) => ({_key: randomBytes(6).toString('hex'), id: _id}))
  workspace.patch(releaseDocumentId(name), {set: {state, finalDocumentStates, ...attributes}})
}

/** @throws RefusedError 404 or 400. */
function requireState(workspace: Workspace, name: string, allowed: readonly State[], target: string): void {
  const release = workspace.get(releaseDocumentId(name))
  if (!release) throw notFound(releaseDocumentId(name))
  if (!allowed.some((state) => state === release.state)) {
    throw invalid(`Release "${name}" is not permitted to transition from state ${release.state} to ${target}`)
  }
}

function versionsOf(workspace: Workspace, name: string): LakeDocument[] {
  return workspace
    .ids()
    .filter((id) => releaseOf(id) === name)
    .sort()
    .flatMap((id) => workspace.get(id) ?? [])
}
