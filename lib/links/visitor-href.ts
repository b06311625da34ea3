import {isSafeHref} from './safe-href.ts'

/** The site's home on the web. Texts name it in full, wherever the site happens to run. */
export const SITE_DOMAIN = 'plumbperfectleads.help'

const OWN_HOSTS: ReadonlySet<string> = new Set([SITE_DOMAIN, `www.${SITE_DOMAIN}`])

/**
 * The address that a link on the page gets: a path when it leads to the site's own domain, so that it works wherever
 * the site runs; the address itself when it leads elsewhere; nothing when visitors may not follow it.
 */
export function visitorHref(href: string): string | undefined {
  if (!isSafeHref(href)) return undefined
  if (!/^https?:/i.test(href)) return href
  const {hostname, port, pathname, search, hash} = new URL(href)
  const own = OWN_HOSTS.has(hostname) && port === ''
  // A browser would read a path that begins with two slashes as another host.
  return own && isSafeHref(pathname) ? `${pathname}${search}${hash}` : href
}
