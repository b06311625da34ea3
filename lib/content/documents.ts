import {PHASE_PRODUCTION_BUILD} from 'next/constants'
import {env} from '#lib/env.ts'
import {readText, textRepairs} from '#lib/format/portable-text.ts'
import {canShowDocument, documentPath, MAX_SLUG_CHARACTERS} from '#lib/links/paths.ts'
import {DOCUMENT_QUERY, PAGE_LIST_QUERY, POLICY_LIST_QUERY} from '#sanity/queries/site.ts'
import type {DOCUMENT_QUERY_RESULT} from '#sanity/types.gen.ts'
import {ADDRESSES_TAG, contentTag} from './changes.ts'
import {type FetchOptions, fetchContent, oncePerPage} from './client.ts'
import {fetchRevisions, rememberBuilt} from './expiry.ts'
import {type Page, readPage, readPages} from './pages.ts'
import {type Policy, readPolicies, readPolicy} from './policies.ts'
import {type ListedDocument, logOnce} from './repair.ts'
import {isPreview, listInForce} from './versions.ts'

/** What stands at an address: a page, or else a policy, or neither. */
export type FoundDocument = {page?: Page | undefined; policy?: Policy | undefined}

/** The document at a path (`/`, `/pricing`, `/privacy`); nothing when there is none that the reader may see. */
export async function getDocument(path: string, options: FetchOptions = {}): Promise<FoundDocument> {
  // The Studio accepts no other path, so that addresses that no document can have are not asked for and not kept.
  if (!canShowDocument(path)) return {}
  return readDocument(options, path)
}

const readDocument = oncePerPage(async (options, path: string): Promise<FoundDocument> => {
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
    ...options,
  })
  if (found === null) return {}
  logRepairs(found, path)
  const read =
    found._type === 'page'
      ? {page: readPage(found)}
      : {policy: await readPolicy(found, {isPreview: !options.publishedOnly && (await isPreview())})}
  // An address whose document cannot be shown is one without a document.
  return Object.values(read).some(Boolean) ? read : {}
})

/** Logs what of a document's texts is not shown as it is stored, once for each change of the document. */
function logRepairs(found: NonNullable<DOCUMENT_QUERY_RESULT>, path: string): void {
  const {_id, _type, _updatedAt} = found
  for (const repair of _type === 'policy' ? readText(found.body).repairs : textRepairs(found))
    logOnce(
      `${_id} ${_updatedAt} ${JSON.stringify(repair)}`,
      {document: _id, path, ...repair},
      'A part of a text is shown as the nearest kind that the site knows',
    )
}

/** The slug of a policy at this path; empty where none can be. */
function slugOf(path: string): string {
  const slug = path.slice(1)
  return slug.includes('/') || slug.length > MAX_SLUG_CHARACTERS ? '' : slug
}

/** The published title of the page or policy at a path; nothing when no document stands there. */
export async function documentTitle(path: string): Promise<string | undefined> {
  const {page, policy} = await getDocument(path, {publishedOnly: true})
  if (page) return page.title ?? page.seo.title ?? path
  return policy ? (policy.title ?? policy.slug) : undefined
}

export type Listing = {pages: ListedDocument[]; policies: ListedDocument[]}

/**
 * All pages that search engines may know, by their paths, and all policies, by their titles. Drafts are never among them:
 * a list is for every reader, so it is the same in a preview.
 */
export async function listDocuments(): Promise<Listing> {
  const [pages, policies, inForce] = await Promise.all([
    fetchContent({query: PAGE_LIST_QUERY, tags: [contentTag('page')], publishedOnly: true}),
    fetchContent({query: POLICY_LIST_QUERY, tags: [contentTag('policy')], publishedOnly: true}),
    listInForce(),
  ])
  const listing = readListing(pages, policies)
  // The document of a policy changes when a version for a day to come is published, its page only on that day.
  const asInForce = (policy: ListedDocument): ListedDocument => {
    const version = inForce.get(policy.path)
    return version?.effectiveOn
      ? {...policy, title: version.title, updatedAt: version.effectiveOn}
      : {...policy, updatedAt: version?.publishedAt ?? policy.updatedAt}
  }
  return {...listing, policies: listing.policies.map(asInForce)}
}

/** Reads the lists of pages and policies. Of several documents at one path the one that the site shows is listed. */
export function readListing(foundPages: unknown, foundPolicies: unknown): Listing {
  const taken = new Set<string>()
  const once = ({path}: ListedDocument) => !taken.has(path) && taken.add(path).has(path)
  return {pages: readPages(foundPages).filter(once), policies: readPolicies(foundPolicies).filter(once)}
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
    return path === undefined || path === '/' || !canShowDocument(path) ? [] : [path.slice(1).split('/')]
  })
}
