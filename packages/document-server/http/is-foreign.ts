import type {IncomingHttpHeaders} from 'node:http'

/**
 * Whether a browser says that a form is another site's. What says nothing may be no browser; forms that need more than
 * that ask for it themselves.
 *
 * @see https://developer.mozilla.org/docs/Web/HTTP/Reference/Headers/Sec-Fetch-Site
 * @param siteUrl the site's own address, as browsers know it
 */
export function isForeign({origin, 'sec-fetch-site': site}: IncomingHttpHeaders, siteUrl: string): boolean {
  if (site !== undefined && [site].flat().join() !== 'same-origin') return true
  return origin !== undefined && origin !== new URL(siteUrl).origin
}
