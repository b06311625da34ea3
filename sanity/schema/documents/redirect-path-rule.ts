import {isReservedPath, MAX_PATH_CHARACTERS} from '#lib/links/document-path.ts'
import {validatePlanSlug} from './plan-slug-rule.ts'

/** What an old address may be made of. Freer than that of a page: other systems had capitals, dots and underscores. */
const OLD_PATH = /^(?:\/(?!\.{1,2}(?:\/|$))[A-Za-z0-9._~-]+)+$/

/** Tells an editor in plain words why a redirect cannot start at an address. */
export function validateOldPath(path: string | undefined): true | string {
  if (!path) return 'Write the old address, for example /old-page.'
  if (!path.startsWith('/'))
    return `Begin the address with a slash: /${path.replace(/^https?:\/\/[^/]*\/?/, '')}`
  if (path === '/') return 'The front page cannot lead elsewhere.'
  if (path.endsWith('/'))
    return `Leave out the slash at the end: ${path.replace(/\/+$/, '')}. Both are redirected.`
  if (/[?#]/.test(path)) return 'Leave out everything from the ? or # on. What stands there does not matter.'
  if (path.length > MAX_PATH_CHARACTERS) return `Use at most ${MAX_PATH_CHARACTERS} characters.`
  if (!OLD_PATH.test(path)) return 'Use letters, digits, dots, dashes and underscores between the slashes.'
  // A plan that moved may be led away from; the site's own addresses there are not a plan's.
  const planSlug = /^\/checkout\/([^/]+)$/.exec(path)?.[1]
  if (planSlug !== undefined && validatePlanSlug({current: planSlug}) === true) return true
  return isReservedPath(path.slice(1))
    ? `The site uses ${path} itself: a redirect there would never be seen.`
    : true
}
