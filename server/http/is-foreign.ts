import type {IncomingHttpHeaders} from 'node:http'
import {isSameOrigin} from '#lib/http/request.ts'

/**
 * Whether a browser says that a form is another site's. What says nothing may be no browser; forms that need more than
 * that ask for it themselves.
 *
 * @param siteUrl the site's own address, as browsers know it
 */
export function isForeign({origin, 'sec-fetch-site': site}: IncomingHttpHeaders, siteUrl: string): boolean {
  const said = new Headers()
  if (origin !== undefined) said.set('origin', origin)
  if (site !== undefined) said.set('sec-fetch-site', [site].flat().join())
  return !said.keys().next().done && !isSameOrigin(said, siteUrl)
}
