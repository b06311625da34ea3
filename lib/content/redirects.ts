import {cache} from 'react'
import {z} from 'zod'
import {env} from '#lib/env.ts'
import {readablePath, visitorHref} from '#lib/links/href.ts'
import {logger} from '#lib/log.ts'
import {REDIRECTS_QUERY} from '#sanity/queries/site.ts'
import {ADDRESSES_TAG, contentTag} from './changes.ts'
import {fetchContent} from './client.ts'
import {getDocument, getPlan} from './documents.ts'
import {exact, readEach} from './repair.ts'

const stored = z.object({path: exact, href: exact.nullable(), permanent: z.boolean().catch(true)})

export type StoredRedirect = z.infer<typeof stored>

export type Redirect = {
  /** A path on this site or an address elsewhere, as the URL standard serialises it: ASCII only, ready for a header. */
  href: string
  permanent: boolean
}

/**
 * Where readers of an old address are led; nothing for an address without a redirect, and for one whose redirects lead
 * round in a circle, which is logged. All redirects are read as one list, so that a made-up address asks the Content Lake
 * nothing. Asked once for all parts of a page.
 *
 * @param path `/old-page`, percent-encoded or not
 */
export const findRedirect = cache(async (path: string): Promise<Redirect | undefined> => {
  const found = await fetchContent({
    query: REDIRECTS_QUERY,
    tags: [contentTag('redirect'), ADDRESSES_TAG],
    stega: false,
  })
  const result = await followRedirects(path, readEach(stored, found), {siteUrl: env().SITE_URL, isServed})
  if (result.kind === 'circle') logger.warn({path, circle: result.circle}, 'Redirects lead round in a circle')
  return result.kind === 'moved' ? result.redirect : undefined
})

/** Whether a document stands at a path, so that readers see it in place of being led on. */
async function isServed(path: string): Promise<boolean> {
  const plan = /^\/checkout\/([^/]+)$/.exec(path)?.[1]
  if (plan !== undefined) return (await getPlan(plan, {stega: false})) !== null
  const {page, policy} = await getDocument(path, {stega: false})
  return page !== undefined || policy !== undefined
}

type Site = {
  /** The site's own address, as browsers know it. */
  siteUrl: string
  /** Whether a document stands at a path, which readers see in place of being led on. */
  isServed: (path: string) => Promise<boolean>
}

export type Followed =
  | {kind: 'moved'; redirect: Redirect}
  | {kind: 'missing'}
  /** The paths that lead to each other, the first one again at the end. */
  | {kind: 'circle'; circle: string[]}

/**
 * Follows redirects from a path to the page at their end, so that readers are led there in one step. The end is for good
 * only when each step is. A query or a fragment of a step is kept until a later one has its own.
 */
export async function followRedirects(
  path: string,
  all: readonly StoredRedirect[],
  {siteUrl, isServed}: Site,
): Promise<Followed> {
  // Of several redirects from one address the first counts.
  const byPath = new Map(all.toReversed().map((redirect) => [readablePath(redirect.path), redirect]))
  const steps = [readablePath(path)]
  let [search, hash, permanent] = ['', '', true]
  for (let redirect = byPath.get(steps[0] ?? ''); redirect; ) {
    const target = targetOf(redirect.href, siteUrl)
    if (!target) return {kind: 'missing'}
    permanent &&= redirect.permanent
    search = target.search || search
    hash = target.hash || hash
    const href = `${target.page}${search}${hash}`
    if (target.path === undefined) return {kind: 'moved', redirect: {href, permanent}}

    const step = readablePath(target.path)
    const seenAt = steps.indexOf(step)
    if (seenAt >= 0) return {kind: 'circle', circle: [...steps.slice(seenAt), step]}
    steps.push(step)
    const next = byPath.get(step)
    if (!next || (await isServed(step))) return {kind: 'moved', redirect: {href, permanent}}
    redirect = next
  }
  return {kind: 'missing'}
}

type Target = {
  /** The address without query and fragment: a path on this site, or an absolute one. */
  page: string
  /** The path when it is on this site. */
  path: string | undefined
  search: string
  hash: string
}

/** Reads where a redirect leads, serialised; nothing when a browser would end up on no page. */
function targetOf(href: string | null, siteUrl: string): Target | undefined {
  const followed = href === null ? undefined : visitorHref(href)
  const isPage = followed?.startsWith('/') || /^https?:/i.test(followed ?? '')
  const url = followed && isPage ? URL.parse(followed, siteUrl) : null
  if (!url) return undefined
  const {pathname, search, hash, host} = url
  // A browser would read a path that begins with two slashes as another host.
  const isOwn = host === new URL(siteUrl).host && !pathname.startsWith('//')
  return {
    page: isOwn ? pathname : url.href.slice(0, url.href.length - search.length - hash.length),
    path: isOwn ? pathname : undefined,
    search,
    hash,
  }
}
