import type {Change, DocumentEvent, LakeDocument} from '../contracts.ts'
import {isPublishedId, publishedIdOf, releaseOf} from '../documents.ts'

type Source = {id: string; timestamp: string; author: string; changes: Change[]}

/**
 * The events that the Studio lists as a document's history: created, published, unpublished, discarded, deleted. They are
 * derived from the changes of a document, its draft and its versions together, whether these came by actions or mutations.
 *
 * @param documentAfter - A document as it is once the transaction is committed.
 */
export function eventsOf(
  source: Source,
  documentAfter: (id: string) => LakeDocument | null,
): DocumentEvent[] {
  const groups = new Map<string, Change[]>()
  for (const change of source.changes) {
    // The Studio shows no history of the system's own documents.
    if (change.id.startsWith('_.')) continue
    const group = groups.get(publishedIdOf(change.id))
    if (group) group.push(change)
    else groups.set(publishedIdOf(change.id), [change])
  }
  return [...groups].flatMap(([documentId, changes]) =>
    groupEvents(source, documentId, changes, documentAfter),
  )
}

function groupEvents(
  source: Source,
  documentId: string,
  changes: Change[],
  documentAfter: (id: string) => LakeDocument | null,
): DocumentEvent[] {
  const {id: revisionId, timestamp, author} = source
  const base = {timestamp, author, documentId}
  const published = changes.find(({id}) => isPublishedId(id))
  const versions = changes.filter(({id}) => !isPublishedId(id))
  const removed = versions.filter(({before, after}) => before && !after)
  const created = versions.filter(({before, after}) => !before && after)

  if (published && !published.after) {
    const versionId = `drafts.${documentId}`
    const draft = documentAfter(versionId)
    if (!draft) return [{...base, type: 'deleteDocumentGroup'}]
    return [{...base, type: 'unpublishDocument', versionId, versionRevisionId: draft._rev}]
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
      publishCause: 'document.publish',
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
