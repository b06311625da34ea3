import {stegaClean} from '@sanity/client/stega'
import {z} from 'zod'
import {visitorHref} from '#lib/links/href.ts'
import {REDIRECTS_QUERY} from '#sanity/queries/site.ts'
import {ADDRESSES_TAG, contentTag} from './changes.ts'
import {fetchContent} from './client.ts'

const clean = z.string().transform((text) => stegaClean(text))

const redirects = z.array(z.object({path: clean, href: clean.nullable(), permanent: z.boolean()}))

export type Redirect = {
  /** A path on this site or an address elsewhere, such as visitors may follow. */
  href: string
  permanent: boolean
}

/**
 * Where readers of an old address are led; nothing for an address without a redirect. All redirects are read as one list,
 * so that a made-up address asks the Content Lake nothing.
 *
 * @param path `/old-page`, without a slash at the end
 */
export async function findRedirect(path: string): Promise<Redirect | undefined> {
  const found = await fetchContent({
    query: REDIRECTS_QUERY,
    tags: [contentTag('redirect'), ADDRESSES_TAG],
    stega: false,
  })
  const redirect = redirects.parse(found).find((candidate) => candidate.path === path)
  const href = redirect?.href && visitorHref(redirect.href)
  return redirect && href && leadsAway(href, path) ? {href, permanent: redirect.permanent} : undefined
}

/** Whether a browser that follows the address ends up on another page; not in its mail program, and not here again. */
function leadsAway(href: string, path: string): boolean {
  if (!href.startsWith('/')) return /^https?:/i.test(href)
  return href.replace(/[?#].*$/, '').replace(/(?<=.)\/+$/, '') !== path
}
