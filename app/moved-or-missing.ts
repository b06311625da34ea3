import {notFound, permanentRedirect, redirect} from 'next/navigation'
import {findRedirect} from '#lib/content/redirects.ts'

/**
 * Ends the answer for an address without a document: leads on where an editor set a redirect, else says that nothing is
 * there. A page that is kept is made anew when redirects or addresses change.
 */
export async function movedOrMissing(segments: readonly string[]): Promise<never> {
  const found = await findRedirect(`/${segments.join('/')}`)
  if (!found) notFound()
  return found.permanent ? permanentRedirect(found.href) : redirect(found.href)
}
