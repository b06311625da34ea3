import {useEffect, useState} from 'react'
import {getPublishedId, isDraftId, useClient} from 'sanity'
import {z} from 'zod'
import {documentPath} from '#lib/links/paths.ts'

/** Everything that visitors can come to see, drafts and published documents alike. */
const HOME_QUERY = `*[_type in ["page", "policy", "plan", "siteSettings", "redirect"] && !(_id in path("versions.**"))]{
  _id, _type, "title": coalesce(title, name, path), "address": coalesce(path, slug.current), _updatedAt,
  "note": editorNote
}`

const text = z.string().nullable()

const stored = z.array(
  z.object({
    _id: z.string(),
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
  for (const {_id, _type: type, title, address, note, _updatedAt: changedAt} of inOrder) {
    const id = getPublishedId(_id)
    const state = !isDraftId(_id) ? 'published' : documents.has(id) ? 'changed' : 'new'
    const path = documentPath(type, address)
    documents.set(id, {
      id,
      type,
      title: title || 'Without a title',
      path,
      state,
      note: note?.trim().split(/\n\s*\n/)[0] || undefined,
      changedAt,
    })
  }
  return [...documents.values()].sort((a, b) => (a.path ?? '').localeCompare(b.path ?? ''))
}

/** The documents of the site as they are now; nothing until the first answer. */
export function useHomeDocuments(): readonly HomeDocument[] | undefined {
  const client = useClient({apiVersion: '2026-01-01'})
  const [documents, setDocuments] = useState<readonly HomeDocument[]>()

  useEffect(() => {
    const raw = client.withConfig({perspective: 'raw'})
    const ending = new AbortController()
    const load = async () => {
      const found = await raw.fetch(HOME_QUERY, {}, {signal: ending.signal}).catch(() => undefined)
      // What is shown stays when the Content Lake cannot be reached for a moment.
      if (found !== undefined && !ending.signal.aborted) setDocuments(homeDocuments(found))
    }
    // "welcome" comes first and after every lost connection, so that nothing is missed.
    const changes = raw
      .listen(HOME_QUERY, {}, {events: ['welcome', 'mutation'], includeResult: false, visibility: 'query'})
      .subscribe({next: load, error: () => {}})
    return () => {
      ending.abort()
      changes.unsubscribe()
    }
  }, [client])

  return documents
}
