import {PHASE_PRODUCTION_BUILD} from 'next/constants'
import {env} from '#lib/env.ts'
import {readText, textRepairs} from '#lib/format/portable-text.ts'
import {documentPath, MAX_PATH_CHARACTERS, MAX_SLUG_CHARACTERS} from '#lib/links/document-path.ts'
import {logger} from '#lib/log/logger.ts'
import {DOCUMENT_QUERY} from '#sanity/queries/site.ts'
import type {DOCUMENT_QUERY_RESULT} from '#sanity/types.gen.ts'
import {ADDRESSES_TAG, contentTag} from './changes.ts'
import {fetchContent, oncePerPage} from './client.ts'
import {fetchRevisions, rememberBuilt} from './expiry.ts'
import {type Page, readPage} from './pages.ts'
import {type Policy, readPolicy} from './policies.ts'

/** What stands at an address: a page, or else a policy, or neither. */
export type FoundDocument = {page?: Page; policy?: Policy}

const PATH = /^\/(?:[a-z0-9]+(?:-[a-z0-9]+)*(?:\/[a-z0-9]+(?:-[a-z0-9]+)*)*)?$/

/** The document at a path (`/`, `/pricing`, `/privacy`); nothing when there is none that the reader may see. */
export async function getDocument(path: string, options: {stega?: boolean} = {}): Promise<FoundDocument> {
  // The Studio accepts no other path, so that addresses that no document can have are not asked for and not kept.
  if (path.length > MAX_PATH_CHARACTERS || !PATH.test(path)) return {}
  return readDocument(options, path)
}

const readDocument = oncePerPage(async ({stega}, path: string): Promise<FoundDocument> => {
  const slug = slugOf(path)
  const found = await fetchContent({
    query: DOCUMENT_QUERY,
    params: {path, slug},
    tags: [
      contentTag('page', path),
      ...(slug === '' ? [] : [contentTag('policy', slug)]),
      // Blocks show the words of plans, and texts the addresses of the documents that they link to.
      contentTag('plan'),
      ADDRESSES_TAG,
    ],
    stega,
  })
  if (found === null) return {}
  logRepairs(found, path)
  return found._type === 'page' ? {page: readPage(found)} : {policy: readPolicy(found)}
})

/** When the documents were changed whose repairs were logged last, by their ids. */
const logged = new Map<string, string>()

/** Logs what of a document's texts is not shown as it is stored, once for each change of the document. */
function logRepairs(found: NonNullable<DOCUMENT_QUERY_RESULT>, path: string): void {
  const {_id, _type, _updatedAt} = found
  if (logged.get(_id) === _updatedAt) return
  logged.set(_id, _updatedAt)
  for (const repair of _type === 'policy' ? readText(found.body).repairs : textRepairs(found))
    logger.warn(
      {document: _id, path, ...repair},
      'A part of a text is shown as the nearest kind that the site knows',
    )
}

/** The slug of a policy at this path; empty where none can be. */
function slugOf(path: string): string {
  const slug = path.slice(1)
  return slug.includes('/') || slug.length > MAX_SLUG_CHARACTERS ? '' : slug
}

/** The title of the page or policy at a path; nothing when no document stands there. */
export async function documentTitle(path: string): Promise<string | undefined> {
  const {page, policy} = await getDocument(path, {stega: false})
  if (page) return page.title ?? page.seo.title ?? path
  return policy ? (policy.title ?? policy.slug) : undefined
}

/** Documents that the route of all paths shows; plans have a route of their own. */
const SERVED_BY_PATH: ReadonlySet<string> = new Set(['page', 'policy'])

/**
 * The paths of all published documents, for Next to render at build. Next asks before it renders the first page, so
 * this is also where the build notes what it is made from.
 *
 * @throws when the Content Lake does not answer or has no such dataset: a build without its content would be an empty site that looks healthy.
 */
export async function builtPaths(): Promise<string[][]> {
  const found = await fetchRevisions().catch((cause: unknown) => {
    const reason = cause instanceof Error ? cause.message : String(cause)
    throw new Error(`The Content Lake gives nothing to build the pages from: ${reason}`, {cause})
  })
  if (process.env.NEXT_PHASE === PHASE_PRODUCTION_BUILD)
    await rememberBuilt({siteUrl: env().SITE_URL, revisions: found})
  return found.flatMap(({_type, path: ownPath, slug}) => {
    const path = SERVED_BY_PATH.has(_type) ? documentPath(_type, ownPath ?? slug) : undefined
    return path === undefined || path === '/' ? [] : [path.slice(1).split('/')]
  })
}
