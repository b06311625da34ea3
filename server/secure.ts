import type {ServerResponse} from 'node:http'
import {BASIC_POLICY, SECURITY_HEADERS, type SecurityPolicies} from './security-headers.ts'

const STUDIO = /^\/studio(?:\/|$)/
const ASSET = /^\/_next\//

/**
 * Sets the headers that every response carries, and the policy that fits what is at this path. A policy that was made
 * for this very response stays.
 */
export function secure(response: ServerResponse, path: string, policies: SecurityPolicies): void {
  for (const [name, value] of SECURITY_HEADERS) response.setHeader(name, value)
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
