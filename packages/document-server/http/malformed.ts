import type {IncomingMessage} from 'node:http'
import {pathOf} from './path-of.ts'

/** Characters of a path, and of each part between slashes, as they are written. No page's address comes near. */
const LONGEST_PATH = 2_048
/** What is looked up becomes the name of a file, of which a file system takes 255 with their endings. */
const LONGEST_PART = 240

/** A name or an address, and perhaps a port: https://www.rfc-editor.org/rfc/rfc3986#section-3.2.2 */
const HOST = /^(?:[\w.~!$&'()*+,;=%-]+|\[[\da-f:.]+\])(?::\d{0,5})?$/i

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
  return isPath(pathOf(request.url ?? '/'))
}

/**
 * Whether a request names one host, and in a form that hosts have. One of HTTP/1.0 need not name any.
 *
 * @see https://www.rfc-editor.org/rfc/rfc9112#section-3.2
 */
export function namesOneHost({headers, rawHeaders, httpVersion}: IncomingMessage): boolean {
  if (headers.host === undefined) return httpVersion === '1.0'
  let hosts = 0
  for (let index = 0; index < rawHeaders.length; index += 2) {
    const name = rawHeaders[index]
    if (name?.length === 4 && name.toLowerCase() === 'host') hosts++
  }
  return hosts === 1 && HOST.test(headers.host)
}

/** Whether all that a request expects is to be told to go on: https://www.rfc-editor.org/rfc/rfc9110#section-10.1.1 */
export function expectsNoMore({headers: {expect}}: IncomingMessage): boolean {
  return expect === undefined || expect.toLowerCase() === '100-continue'
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
