import {isLoopbackName} from '../http/loopback.ts'

/**
 * Where a sign-in may lead back to: a page on this machine, or on an origin that the operator named. Anywhere else would
 * hand the session to a stranger.
 *
 * @returns The address without its fragment, or null when it is not allowed.
 */
export function loginTarget(origin: string, allowedOrigins: readonly string[]): string | null {
  if (!URL.canParse(origin)) return null
  const url = new URL(origin)
  const isWeb = url.protocol === 'http:' || url.protocol === 'https:'
  if (!isWeb || url.username || url.password) return null
  if (!isLoopbackName(url.hostname) && !allowedOrigins.includes(url.origin)) return null
  url.hash = ''
  return url.href
}
