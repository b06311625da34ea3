import {MAX_PATH_CHARACTERS, MAX_SLUG_CHARACTERS} from '#lib/links/document-path.ts'
import {DOCUMENT_QUERY} from '#sanity/queries/document.ts'
import {fetchContent} from './fetch.ts'
import {oncePerPage} from './once-per-page.ts'
import {type Page, readPage} from './page.ts'
import {type Policy, readPolicy} from './policy.ts'
import {ADDRESSES_TAG, contentTag} from './tags.ts'

/** What stands at an address: a page, or else a policy, or neither. */
export type FoundDocument = {page?: Page; policy?: Policy}

const PATH = /^\/(?:[a-z0-9]+(?:-[a-z0-9]+)*(?:\/[a-z0-9]+(?:-[a-z0-9]+)*)*)?$/

/** The document at a path (`/`, `/pricing`, `/privacy`); nothing when there is none that the reader may see. */
export async function getDocument(path: string, options: {marks?: boolean} = {}): Promise<FoundDocument> {
  // The Studio lets no other path pass, so that addresses nobody wrote are not asked for and not kept.
  if (path.length > MAX_PATH_CHARACTERS || !PATH.test(path)) return {}
  return readDocument(options, path)
}

const readDocument = oncePerPage(async ({marks}, path: string): Promise<FoundDocument> => {
  const slug = slugOf(path)
  const found = await fetchContent({
    query: DOCUMENT_QUERY,
    params: {path, slug},
    tags: [
      contentTag('page', path),
      ...(slug === '' ? [] : [contentTag('policy', slug)]),
      // Blocks show the words of plans, and texts the addresses of whatever they link to.
      contentTag('plan'),
      ADDRESSES_TAG,
    ],
    marks,
  })
  if (found === null) return {}
  return found._type === 'page' ? {page: readPage(found)} : {policy: readPolicy(found)}
})

/** The slug of a policy at this path; empty where none can be. */
function slugOf(path: string): string {
  const slug = path.slice(1)
  return slug.includes('/') || slug.length > MAX_SLUG_CHARACTERS ? '' : slug
}
