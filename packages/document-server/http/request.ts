import {IncomingMessage} from 'node:http'

/** Characters of a path, and of each part between slashes, as they are written. No page's address comes near. */
const MAX_PATH_CHARACTERS = 2_048
/** What is looked up becomes the name of a file, of which a file system takes 255 with their endings. */
const MAX_SEGMENT_CHARACTERS = 240

/** A name or an address, and perhaps a port: https://www.rfc-editor.org/rfc/rfc3986#section-3.2.2 */
const HOST = /^(?:[\w.~!$&'()*+,;=%-]+|\[[\da-f:.]+\])(?::\d{0,5})?$/i

/** A path that can be written in one way, as nearly all are. */
const PLAIN = /^(?:\/(?!\.{1,2}(?:\/|$))[A-Za-z0-9._~-]+)+$/

/** No person types these; in a log or a terminal they would begin lines of their own. */
const CONTROL = /[\p{Cc}\u2028\u2029]/u

/** A request whose body may have only so many bytes, however it is sent. */
export class SiteRequest extends IncomingMessage {
  /** More are not passed on. */
  maxBodyBytes = Number.POSITIVE_INFINITY
  /** Called once when there are more. */
  onTooLarge: (() => void) | undefined
  #bytes = 0

  override push(chunk: unknown, encoding?: BufferEncoding): boolean {
    if (chunk instanceof Uint8Array) this.#bytes += chunk.byteLength
    if (this.#bytes <= this.maxBodyBytes) return super.push(chunk, encoding)
    this.onTooLarge?.()
    this.onTooLarge = undefined
    return false
  }
}

/** The path of an address, without its query. */
export function pathOf(url: string): string {
  const query = url.indexOf('?')
  return query === -1 ? url : url.slice(0, query)
}

/**
 * Where a redirect leads a reader, for the header `Location`: with the query of their request when the target has none of
 * its own, as campaigns and filters expect. What is not ASCII is percent-encoded, since a header carries nothing else.
 *
 * @param url what the reader asked for, a path with or without a query
 */
export function locationFor(location: string, url: string): string {
  const target = location.replace(/[^\x21-\x7e]+/gu, (words) => encodeURIComponent(words.toWellFormed()))
  // Node gives each byte of an address as one character.
  const query = url.slice(pathOf(url).length).replace(/[^\x21-\x7e]/g, (byte) => percent(byte.charCodeAt(0)))
  const [page = '', ...hash] = target.split(/(?=#)/)
  return query.length < 2 || page.includes('?') ? target : [page, query, ...hash].join('')
}

const percent = (byte: number) => `%${byte.toString(16).toUpperCase().padStart(2, '0')}`

/**
 * The one name of a path that can be written in several ways: escapes as `encodeURIComponent` writes them, no slash at the
 * end. Nothing for a path with empty parts, `.`, `..` or bytes that are not ASCII, which Next reads in ways of its own.
 *
 * @param path of a request that was not refused
 */
export function canonicalPath(path: string): string | undefined {
  if (path === '/' || PLAIN.test(path)) return path
  if (/[^\x21-\x7e]/.test(path)) return undefined
  const segments = path.slice(1).replace(/\/$/, '').split('/').map(decodeURIComponent)
  const isOdd = segments.some((segment) => segment === '' || segment === '.' || segment === '..')
  return isOdd ? undefined : `/${segments.map(encodeURIComponent).join('/')}`
}

/**
 * Brings the address of a request into its usual form, a path with or without a query, and looks for what cannot be
 * understood or met.
 *
 * @returns the status to refuse the request with: 400 when it has no path that can be asked for or does not name one host,
 * 417 when it expects more than to be told to go on (https://www.rfc-editor.org/rfc/rfc9110#section-10.1.1)
 */
export function refusalOf(request: IncomingMessage): 400 | 417 | undefined {
  if (!hasPath(request) || !namesOneHost(request)) return 400
  const {expect} = request.headers
  return expect === undefined || expect.toLowerCase() === '100-continue' ? undefined : 417
}

/**
 * Whether the headers say that a browser sends a form from another site. A request that says nothing may be from no
 * browser; forms that need more than that ask for it themselves.
 *
 * @see https://developer.mozilla.org/docs/Web/HTTP/Reference/Headers/Sec-Fetch-Site
 * @param siteUrl the site's own address, as browsers know it
 */
export function isCrossSite(
  {origin, 'sec-fetch-site': site}: IncomingMessage['headers'],
  siteUrl: string,
): boolean {
  if (site !== undefined && [site].flat().join() !== 'same-origin') return true
  return origin !== undefined && origin !== new URL(siteUrl).origin
}

/**
 * Whether the reader holds what carries this tag.
 *
 * @param held the header `If-None-Match`
 * @see https://www.rfc-editor.org/rfc/rfc9110#field.if-none-match
 */
export function matchesTag(held: string | undefined, tag: string): boolean {
  if (held === undefined) return false
  if (held === tag || held.trim() === '*') return true
  return held.split(',').some((entry) => entry.trim().replace(/^W\//, '') === tag)
}

/**
 * A proxy may send a whole address in place of a path, of which the path counts:
 * https://www.rfc-editor.org/rfc/rfc9112#section-3.2.2
 */
function hasPath(request: IncomingMessage): boolean {
  const {url = ''} = request
  if (!url.startsWith('/')) {
    const whole = /^https?:/i.test(url) ? URL.parse(url) : null
    if (!whole) return false
    request.url = whole.pathname + whole.search
  }
  return isReadable(pathOf(request.url ?? '/'))
}

function isReadable(path: string): boolean {
  if (path.length > MAX_SEGMENT_CHARACTERS) {
    if (path.length > MAX_PATH_CHARACTERS) return false
    if (path.split('/').some((segment) => segment.length > MAX_SEGMENT_CHARACTERS)) return false
  }
  if (!path.includes('%')) return true
  try {
    return !CONTROL.test(decodeURIComponent(path))
  } catch {
    return false
  }
}

/**
 * Whether a request names one host, and in a form that hosts have. One of HTTP/1.0 need not name any.
 *
 * @see https://www.rfc-editor.org/rfc/rfc9112#section-3.2
 */
function namesOneHost({headers, rawHeaders, httpVersion}: IncomingMessage): boolean {
  if (headers.host === undefined) return httpVersion === '1.0'
  let hosts = 0
  for (let index = 0; index < rawHeaders.length; index += 2) {
    const name = rawHeaders[index]
    if (name?.length === 4 && name.toLowerCase() === 'host') hosts++
  }
  return hosts === 1 && HOST.test(headers.host)
}
