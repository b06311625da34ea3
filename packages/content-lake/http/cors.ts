import type {IncomingMessage, ServerResponse} from 'node:http'

const METHODS = 'GET,HEAD,POST,PUT,PATCH,DELETE,OPTIONS'
const EXPOSED = 'Content-Type, X-Sanity-Shard, Retry-After, ETag'

/**
 * Allows any page to call. Nothing here rests on cookies: a page can do no more than with the token that it brings.
 */
export function allowOrigin(request: IncomingMessage, response: ServerResponse): void {
  response.setHeader('vary', 'origin')
  const {origin} = request.headers
  if (!origin) return
  response.setHeader('access-control-allow-origin', origin)
  response.setHeader('access-control-allow-credentials', 'true')
  response.setHeader('access-control-expose-headers', EXPOSED)
}

/** Answers a browser's question whether it may make a request; false when it is not one. */
export function answerPreflight(request: IncomingMessage, response: ServerResponse): boolean {
  if (request.method !== 'OPTIONS') return false
  response.setHeader('access-control-allow-methods', METHODS)
  response.setHeader('access-control-allow-headers', request.headers['access-control-request-headers'] ?? '*')
  response.setHeader('access-control-max-age', '86400')
  if (request.headers['access-control-request-private-network']) {
    response.setHeader('access-control-allow-private-network', 'true')
  }
  response.writeHead(204).end()
  return true
}
