import {isReservedPath, MAX_PATH_CHARACTERS} from '#lib/links/document-path.ts'

const PATH = /^\/(?:[a-z0-9]+(?:-[a-z0-9]+)*(?:\/[a-z0-9]+(?:-[a-z0-9]+)*)*)?$/

/** Tells an editor in plain words why a page cannot stand at an address. */
export function validatePath(path: string | undefined): true | string {
  if (!path) return 'Give the page an address, for example /about. The home page has the address /.'
  if (!path.startsWith('/')) return `Begin the address with a slash: /${path}`
  if (path.length > 1 && path.endsWith('/'))
    return `Leave out the slash at the end: ${path.replace(/\/+$/, '')}`
  if (!PATH.test(path))
    return 'Use small letters, digits and single dashes only, for example /about or /services/drains.'
  if (isReservedPath(path.slice(1))) return `The site uses ${path} itself. Choose another address.`
  if (path.length > MAX_PATH_CHARACTERS) return `Use at most ${MAX_PATH_CHARACTERS} characters.`
  return true
}
