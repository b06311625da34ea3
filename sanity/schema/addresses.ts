import {getPublishedId} from '@sanity/client/csm'
import type {ValidationContext} from 'sanity'
import {readablePath} from '#lib/links/href.ts'
import {
  isPath,
  isReservedPath,
  isSlug,
  MAX_PATH_CHARACTERS,
  MAX_SLUG_CHARACTERS,
  pathFrom,
  slugFrom,
} from '#lib/links/paths.ts'
import {ADDRESS_HOLDER_QUERY} from '../queries/editing.ts'
import type {ADDRESS_HOLDER_QUERY_RESULT} from '../types.gen.ts'

// Commands check addresses too, so that this file loads nothing of the Studio.

/** Tells an editor in plain words why a page cannot stand at an address. */
export function validatePath(path: string | undefined): true | string {
  if (!path) return 'Give the page an address, for example /about. The home page has the address /.'
  if (!path.startsWith('/') && isPath(`/${path}`)) return `Begin the address with a slash: /${path}`
  if (path.length > 1 && isPath(path.replace(/\/+$/, '')) && path.endsWith('/'))
    return `Leave out the slash at the end: ${path.replace(/\/+$/, '')}`
  if (!isPath(path))
    return `Use small letters, digits and single dashes only, for example ${pathFrom(path) ?? '/about'}.`
  if (isReservedPath(path.slice(1))) return `The site uses ${path} itself. Choose another address.`
  if (path.length > MAX_PATH_CHARACTERS) return `Use at most ${MAX_PATH_CHARACTERS} characters.`
  return true
}

/** Tells an editor in plain words why a policy cannot stand at an address. */
export function validatePolicySlug(slug: {current?: string} | undefined): true | string {
  const address = slug?.current
  if (!address) return 'Give the policy an address. "Generate" makes one from the title.'
  if (!isSlug(address))
    return `Use small letters, digits and single dashes only, for example "${slugFrom(address) || 'privacy'}".`
  if (address.length > MAX_SLUG_CHARACTERS) return `Use at most ${MAX_SLUG_CHARACTERS} characters.`
  if (isReservedPath(address)) return `The site uses /${address} itself. Choose another address.`
  return true
}

/** Addresses below /checkout/ that the site answers itself. */
const RESERVED_PLAN_SLUGS: ReadonlySet<string> = new Set(['thanks'])

/** Tells an editor in plain words why a plan cannot be bought at an address. */
export function validatePlanSlug(slug: {current?: string} | undefined): true | string {
  const address = slug?.current
  if (!address) return 'Give the plan an address. "Generate" makes one from the name.'
  if (!isSlug(address))
    return `Use small letters, digits and single dashes only, for example "${slugFrom(address) || 'lifetime-access'}".`
  if (address.length > MAX_SLUG_CHARACTERS) return `Use at most ${MAX_SLUG_CHARACTERS} characters.`
  if (RESERVED_PLAN_SLUGS.has(address))
    return `The site uses /checkout/${address} itself. Choose another address.`
  return true
}

/**
 * What an old address may be made of: all that a path of the web may hold, as it is shown to people or percent-encoded
 * (https://www.rfc-editor.org/rfc/rfc3987#section-2.2). Freer than that of a page, since other systems made it.
 */
const OLD_PATH = /^(?:\/(?!\.{1,2}(?:\/|$))[\p{L}\p{M}\p{N}._~!$&'()*+,;=:@%-]+)+$/u

/** Tells an editor in plain words why a redirect cannot start at an address. */
export function validateOldPath(path: string | undefined): true | string {
  if (!path) return 'Write the old address, for example /old-page.'
  if (!path.startsWith('/'))
    return `Write only the part after the domain, with a slash before it: ${readablePath(`/${path.replace(/^https?:\/\/[^/]*\/?|^\s+|\s+$/g, '')}`)}`
  if (path === '/') return 'The front page cannot lead elsewhere.'
  if (path.endsWith('/'))
    return `Leave out the slash at the end: ${path.replace(/\/+$/, '')}. Both are redirected.`
  if (/[?#]/.test(path)) return 'Leave out everything from the ? or # on. What stands there does not matter.'
  if (path.length > MAX_PATH_CHARACTERS) return `Use at most ${MAX_PATH_CHARACTERS} characters.`
  const readable = readablePath(path)
  if (!OLD_PATH.test(readable))
    return 'Use letters, digits and signs such as dots, dashes and % between the slashes, and no spaces.'
  // A plan that moved may be led away from; the site's own addresses there are not a plan's.
  const planSlug = /^\/checkout\/([^/]+)$/.exec(path)?.[1]
  if (planSlug !== undefined && validatePlanSlug({current: planSlug}) === true) return true
  return isReservedPath(readable.slice(1))
    ? `The site uses ${path} itself: a redirect there would never be seen.`
    : true
}

/** Tells an editor which other page, policy or redirect, published or not, has a path already. */
export async function validateFreeAddress(
  path: string | undefined,
  {document, getClient}: Pick<ValidationContext, 'document' | 'getClient'>,
): Promise<true | string> {
  if (!path || !document) return true
  const holder = await getClient({apiVersion: '2026-01-01'})
    .withConfig({perspective: 'raw'})
    .fetch(ADDRESS_HOLDER_QUERY, {path, id: getPublishedId(document._id)})
  return holder === null ? true : takenAddress(path, holder)
}

/** Tells a person in plain words what holds an address already. */
export function takenAddress(path: string, holder: NonNullable<ADDRESS_HOLDER_QUERY_RESULT>): string {
  return holder._type === 'redirect'
    ? `A redirect leads readers of ${path} elsewhere. Remove it, or choose another address.`
    : `"${holder.title}" stands at ${path} already. Choose another address.`
}
