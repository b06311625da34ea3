/**
 * Whether a request that changes something was made by a page of this site. Browsers say so in two headers that pages
 * cannot forge; a request that carries neither is not from a browser's form and is refused.
 *
 * @see https://developer.mozilla.org/docs/Web/HTTP/Reference/Headers/Sec-Fetch-Site
 * @param siteUrl the site's own address, as browsers know it
 */
export function isSameOrigin(headers: Pick<Headers, 'get'>, siteUrl: string): boolean {
  const site = headers.get('sec-fetch-site')
  const origin = headers.get('origin')
  if (site === null && origin === null) return false
  return (site === null || site === 'same-origin') && (origin === null || origin === new URL(siteUrl).origin)
}
