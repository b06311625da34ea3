import type {ServerResponse} from 'node:http'
import {BASIC_POLICY, SECURITY_HEADERS, type SecurityPolicies} from './security-headers.ts'

const ASSET = /^\/_next\//

/** What Next says to caches on the way that it empties itself, as some hosts do. No publish would ever reach others. */
const FOR_OWN_CACHES = /s-maxage=/

export type SecureOptions = {policies: SecurityPolicies; isApplication: (path: string) => boolean}

/**
 * Sets the headers that every response carries, and the policy that fits what is at this path. A policy that was made
 * for this very response stays. No cache on the way is left to keep what a publish changes.
 */
export function secure(response: ServerResponse, path: string, options: SecureOptions): void {
  for (const [name, value] of SECURITY_HEADERS) response.setHeader(name, value)
  const rules = response.getHeader('Cache-Control')
  // Caches make up a time of their own for what says nothing of it, such as a redirect that an editor may change.
  if (rules === undefined) response.setHeader('Cache-Control', 'no-store')
  else if (FOR_OWN_CACHES.test(String(rules))) {
    const isThere = response.statusCode < 400
    response.setHeader('Cache-Control', isThere ? 'public, max-age=0, must-revalidate' : 'no-store')
  }
  const own = response.getHeader('Content-Security-Policy')
  if (own !== undefined && own !== BASIC_POLICY) return
  response.setHeader('Content-Security-Policy', policyAt(path, response, options))
}

function policyAt(path: string, response: ServerResponse, {policies, isApplication}: SecureOptions): string {
  if (ASSET.test(path)) return policies.asset
  const isPage = String(response.getHeader('content-type') ?? '').startsWith('text/html')
  if (!isPage) return policies.nothing
  return isApplication(path) ? policies.application : policies.scripted
}

/** Tells whether a path is that of the application, or below it. */
export function applicationAt(root: string | undefined): (path: string) => boolean {
  return (path) => root !== undefined && (path === root || path.startsWith(`${root}/`))
}
