import type {IncomingMessage} from 'node:http'

/** Characters of a path, and of each part between slashes, as they are written. No page's address comes near. */
const LONGEST_PATH = 2_048
/** What is looked up becomes the name of a file, of which a file system takes 255 with their endings. */
const LONGEST_PART = 240

/** Nobody types these, and whoever writes them into a log or a terminal writes lines of their own making. */
const CONTROL = /[\p{Cc}\u2028\u2029]/u

/**
 * Brings the address of a request into its usual form, a path with or without a query.
 *
 * @returns whether it has one that can be asked for. A proxy may send a whole address in its place, of which the path
 * counts: https://www.rfc-editor.org/rfc/rfc9112#section-3.2.2
 */
export function settleAddress(request: IncomingMessage): boolean {
  const {url = ''} = request
  if (!url.startsWith('/')) {
    const whole = /^https?:/i.test(url) ? URL.parse(url) : null
    if (!whole) return false
    request.url = whole.pathname + whole.search
  }
  return isPath((request.url ?? '/').replace(/\?.*$/s, ''))
}

/** Whether a request names the host, as every one of HTTP/1.1 must. */
export function hasHost({headers, httpVersion}: IncomingMessage): boolean {
  return headers.host !== undefined || httpVersion === '1.0'
}

function isPath(path: string): boolean {
  if (path.length > LONGEST_PART) {
    if (path.length > LONGEST_PATH) return false
    if (path.split('/').some((part) => part.length > LONGEST_PART)) return false
  }
  if (!path.includes('%')) return true
  try {
    return !CONTROL.test(decodeURIComponent(path))
  } catch {
    return false
  }
}
