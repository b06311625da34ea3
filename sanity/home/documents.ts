import {useMemo} from 'react'
import {getPublishedId, isDraftId} from 'sanity'
import {z} from 'zod'
import {documentPath} from '#lib/links/paths.ts'
import {useLiveQuery} from '../live-query.ts'
import {isOpen, type ReviewMark} from '../reviews/reviews.ts'

/** The types of what visitors can come to see and editors write. */
export const SITE_TYPES = '["page", "policy", "plan", "siteSettings", "redirect"]'

const missing = z.string().nullish().catch(null)

/** Any document of these types, with what says how it is called and where it stands. */
export const siteDocument = z.looseObject({
  _id: z.string(),
  _type: z.string(),
  title: missing,
  name: missing,
  path: missing,
  slug: z.object({current: missing}).nullish().catch(null),
})

/** How a document is called, if it is at all, and where visitors find it. */
export function aboutSiteDocument({_id, _type: type, title, name, path, slug}: z.infer<typeof siteDocument>) {
  return {
    id: getPublishedId(_id),
    type,
    title: title || name || path || undefined,
    path: documentPath(type, path ?? slug?.current),
  }
}

/** Everything that visitors can come to see, drafts and published documents alike. */
const HOME_QUERY = `*[_type in ${SITE_TYPES} && !(_id in path("versions.**"))]{
  _id, _rev, _type, "title": coalesce(title, name, path), "address": coalesce(path, slug.current), _updatedAt,
  "note": editorNote
}`

const text = z.string().nullable()

const stored = z.array(
  z.object({
    _id: z.string(),
    _rev: z.string(),
    _type: z.string(),
    title: text,
    address: text,
    _updatedAt: z.string(),
    note: text,
  }),
)

/** A document as the start page lists it. */
export type HomeDocument = {
  /** Of the published document, whether it exists or not. */
  id: string
  type: string
  title: string
  /** Where visitors find it, or will. */
  path: string | undefined
  /** `new`: never published. `changed`: published, with a draft that is not. */
  state: 'new' | 'changed' | 'published'
  /** `null` where nothing is published. */
  publishedRevision: string | null
  /** What editors wrote to themselves about it: its first paragraph. */
  note: string | undefined
  /** ISO date and time of the last change. */
  changedAt: string
}

/** Puts drafts and published documents together, one entry each, by address. */
export function homeDocuments(found: unknown): HomeDocument[] {
  const documents = new Map<string, HomeDocument>()
  // Drafts come last, so that the words an editor typed last are shown.
  const inOrder = stored.parse(found).sort((a, b) => Number(isDraftId(a._id)) - Number(isDraftId(b._id)))
  for (const {_id, _rev, _type: type, title, address, note, _updatedAt: changedAt} of inOrder) {
    const id = getPublishedId(_id)
    const state = !isDraftId(_id) ? 'published' : documents.has(id) ? 'changed' : 'new'
    const path = documentPath(type, address)
    documents.set(id, {
      id,
      type,
      title: title || 'Without a title',
      path,
      state,
      publishedRevision: isDraftId(_id) ? (documents.get(id)?.publishedRevision ?? null) : _rev,
      note: note?.trim().split(/\n\s*\n/)[0] || undefined,
      changedAt,
    })
  }
  return [...documents.values()].sort((a, b) => (a.path ?? '').localeCompare(b.path ?? ''))
}

/** The marks that hold, each with its document, and the ids of documents whose marks have ended. */
export function joinMarks(
  marks: readonly ReviewMark[],
  documents: readonly HomeDocument[],
): {open: {mark: ReviewMark; document: HomeDocument}[]; ended: string[]} {
  const byId = new Map(documents.map((document) => [document.id, document]))
  const joined = marks.map((mark) => {
    const document = byId.get(mark.documentId)
    const now = document && {
      hasDraft: document.state !== 'published',
      publishedRevision: document.publishedRevision,
    }
    return {mark, document: now && isOpen(mark, now) ? document : undefined}
  })
  return {
    open: joined.flatMap(({mark, document}) => (document ? [{mark, document}] : [])),
    ended: joined.flatMap(({mark, document}) => (document ? [] : [mark.documentId])),
  }
}

/** The documents of the site as they are now; nothing until the first answer. */
export function useHomeDocuments(): readonly HomeDocument[] | undefined {
  const found = useLiveQuery(HOME_QUERY)
  return useMemo(() => (found === undefined ? undefined : homeDocuments(found)), [found])
}
