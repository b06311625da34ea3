import type {Change, DocumentEvent, LakeDocument} from '../contracts.ts'
import {isPublishedId, publishedIdOf, releaseDocumentId, releaseOf} from '../documents.ts'

type Source = {id: string; timestamp: string; author: string; changes: Change[]}
type DocumentAfter = (id: string) => LakeDocument | null
type ReleaseEventType = 'createRelease' | 'publishRelease' | 'archiveRelease' | 'unarchiveRelease'

/**
 * The events that the Studio lists as the history of a document (created, published, unpublished, discarded, deleted) and of a
 * release. They are derived from the changes of a document, its draft and its versions together, whether these came by actions
 * or mutations.
 *
 * @param documentAfter - A document as it is once the transaction is committed.
 */
export function eventsOf(source: Source, documentAfter: DocumentAfter): DocumentEvent[] {
  const releases = new Map<string, ReleaseEventType>()
  const groups = new Map<string, Change[]>()
  for (const change of source.changes) {
    const releaseEvent = releaseEventOf(change)
    if (releaseEvent) releases.set(change.id, releaseEvent)
    // The Studio shows no history of the system's other documents.
    if (change.id.startsWith('_.')) continue
    const group = groups.get(publishedIdOf(change.id))
    if (group) group.push(change)
    else groups.set(publishedIdOf(change.id), [change])
  }
  const {timestamp, author} = source
  const isPublishing = (releaseId: string) => releases.get(releaseDocumentId(releaseId)) === 'publishRelease'
  return [
    ...[...releases].map(([documentId, type]) => ({type, timestamp, author, documentId})),
    ...source.changes.flatMap((change) => versionInRelease(source, change, releases, documentAfter)),
    ...[...groups].flatMap(([documentId, changes]) =>
      groupEvents({...source, changes}, documentId, documentAfter, isPublishing),
    ),
  ]
}

function releaseEventOf({before, after}: Change): ReleaseEventType | undefined {
  if (after?._type !== 'system.release') return undefined
  if (!before) return 'createRelease'
  if (before.state === after.state) return undefined
  if (after.state === 'published') return 'publishRelease'
  return after.state === 'archived' ? 'archiveRelease' : 'unarchiveRelease'
}

/**
 * That a version was added to a release or discarded from it, unless the release as a whole was published, archived or
 * restored. The event is one of the release; `document` tells which version it is about.
 */
function versionInRelease(
  {id: revisionId, timestamp, author}: Source,
  {id: versionId, before, after}: Change,
  releases: ReadonlyMap<string, ReleaseEventType>,
  documentAfter: DocumentAfter,
): DocumentEvent[] {
  const release = documentAfter(releaseDocumentId(releaseOf(versionId) ?? ''))
  const version = after ?? before
  if (!release || !version || (before && after)) return []
  if (releases.has(release._id) && releases.get(release._id) !== 'createRelease') return []
  const document = {documentId: publishedIdOf(versionId), documentType: version._type, versionId}
  const base = {timestamp, author, documentId: release._id}
  return after
    ? [
        {
          ...base,
          type: 'addDocumentToRelease',
          document: {...document, revisionId, versionRevisionId: revisionId},
        },
      ]
    : [
        {
          ...base,
          type: 'discardDocumentFromRelease',
          document: {...document, versionRevisionId: version._rev},
        },
      ]
}

/** The events of a document, whose changes are those of its published document, its draft and its versions. */
function groupEvents(
  {id: revisionId, timestamp, author, changes}: Source,
  documentId: string,
  documentAfter: DocumentAfter,
  isPublishing: (releaseId: string) => boolean,
): DocumentEvent[] {
  const base = {timestamp, author, documentId}
  const published = changes.find(({id}) => isPublishedId(id))
  const versions = changes.filter(({id}) => !isPublishedId(id))
  const removed = versions.filter(({before, after}) => before && !after)
  const created = versions.filter(({before, after}) => !before && after)
  const releaseId = removed.map(({id}) => releaseOf(id)).find((name) => name && isPublishing(name))

  if (published && !published.after) {
    const versionId = `drafts.${documentId}`
    const draft = documentAfter(versionId)
    if (!draft) return [{...base, type: 'deleteDocumentGroup'}]
    return [
      {
        ...base,
        type: 'unpublishDocument',
        versionId,
        versionRevisionId: draft._rev,
        ...(releaseId && {releaseId}),
      },
    ]
  }
  const events: DocumentEvent[] = created.map(({id}) => ({
    ...base,
    type: 'createDocumentVersion',
    ...version(id),
    versionRevisionId: revisionId,
  }))
  const [promoted, ...discarded] = published ? removed : [undefined, ...removed]
  if (published && promoted) {
    events.push({
      ...base,
      type: 'publishDocumentVersion',
      ...version(promoted.id),
      revisionId,
      versionRevisionId: promoted.before?._rev,
      publishCause: releaseId ? 'release.publish' : 'document.publish',
      contributors: [author],
    })
  } else if (published) {
    events.push({...base, type: published.before ? 'updateLiveDocument' : 'createLiveDocument', revisionId})
  }
  for (const change of discarded) {
    if (!change) continue
    events.push({
      ...base,
      type: 'deleteDocumentVersion',
      ...version(change.id),
      versionRevisionId: change.before?._rev,
    })
  }
  return events
}

function version(versionId: string): {versionId: string; releaseId?: string} {
  const releaseId = releaseOf(versionId)
  return releaseId ? {versionId, releaseId} : {versionId}
}
