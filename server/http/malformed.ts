import type {IncomingMessage} from 'node:http'

/**
 * Brings the address of a request into its usual form, a path with or without a query.
 *
 * @returns whether it has one. A proxy may send a whole address in its place, of which the path counts:
 * https://www.rfc-editor.org/rfc/rfc9112#section-3.2.2
 */
export function settleAddress(request: IncomingMessage): boolean {
  const {url = ''} = request
  if (!url.startsWith('/')) {
    const whole = /^https?:/i.test(url) ? URL.parse(url) : null
    if (!whole) return false
    request.url = whole.pathname + whole.search
  }
  return isDecodable(request.url ?? '/')
}

/** Whether a request names the host, as every one of HTTP/1.1 must. */
export function hasHost({headers, httpVersion}: IncomingMessage): boolean {
  return headers.host !== undefined || httpVersion === '1.0'
}

function isDecodable(url: string): boolean {
  if (!url.includes('%')) return true
  try {
    decodeURIComponent(url.replace(/\?.*$/s, ''))
    return true
  } catch {
    return false
  }
}
