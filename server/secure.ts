import type {ServerResponse} from 'node:http'
import {BASIC_POLICY, SECURITY_HEADERS, type SecurityPolicies} from './security-headers.ts'

const STUDIO = /^\/studio(?:\/|$)/
const ASSET = /^\/_next\//

/** What Next says to caches on the way that it empties itself, as some hosts do. No publish would ever reach others. */
const FOR_OWN_CACHES = /s-maxage=/

/**
 * Sets the headers that every response carries, and the policy that fits what is at this path. A policy that was made
 * for this very response stays. No cache on the way is left to keep what a publish changes.
 */
export function secure(response: ServerResponse, path: string, policies: SecurityPolicies): void {
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
  response.setHeader('Content-Security-Policy', policyAt(path, response, policies))
}

function policyAt(path: string, response: ServerResponse, policies: SecurityPolicies): string {
  if (ASSET.test(path)) return policies.asset
  const isPage = String(response.getHeader('content-type') ?? '').startsWith('text/html')
  if (!isPage) return policies.nothing
  return STUDIO.test(path) ? policies.studio : policies.scripted
}
