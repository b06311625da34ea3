import type {IncomingMessage, ServerResponse} from 'node:http'
import {hasRole} from '../access/people.ts'
import type {Tickets} from '../access/tickets.ts'
import type {Identity, LakeResponse, Route} from '../contracts.ts'
import {ApiError, httpError} from '../errors.ts'
import {isLoopbackName, isShardHost} from './hosts.ts'

/** Query parameter with a one-use ticket. A browser drops the authorization header on a redirect to another host. */
const TICKET_PARAMETER = 'ticket'

type Sources = {tickets: Tickets<Identity>; identify: (token: string) => Identity}

/**
 * The caller of a request. Without credentials it is an anonymous one; wrong credentials are refused.
 *
 * @throws ApiError 401 in the hosted API's shape, from which the Studio knows that its session has ended.
 */
export function authenticate(
  request: IncomingMessage,
  search: URLSearchParams,
  {tickets, identify}: Sources,
): Identity {
  const token = bearerToken(request)
  if (token) {
    const identity = identify(token)
    if (!identity) throw sessionNotFound()
    return identity
  }
  const ticket = search.get(TICKET_PARAMETER)
  if (ticket === null) return null
  const identity = tickets.redeem(ticket)
  if (identity === undefined) throw sessionNotFound()
  return identity
}

/** @throws ApiError 401 or 403 when the caller may not use the route. */
export function authorize(identity: Identity, access: Route['access']): void {
  if (access === 'anyone') return
  if (!identity) throw sessionNotFound()
  if (!hasRole(identity.role, access))
    throw httpError(403, `Insufficient permissions; role "${access}" required`)
}

function bearerToken(request: IncomingMessage): string | null {
  return /^Bearer +(\S+)$/i.exec(request.headers.authorization ?? '')?.[1] ?? null
}

function sessionNotFound(): ApiError {
  const message = 'Session not found'
  return new ApiError(401, message, {
    statusCode: 401,
    error: 'Unauthorized',
    message,
    errorCode: 'SIO-401-ANF',
  })
}

const METHODS = 'GET,HEAD,POST,PUT,PATCH,DELETE,OPTIONS'
const EXPOSED = 'Content-Type, X-Sanity-Shard, Retry-After, ETag'

/**
 * Allows pages of every origin to call. The lake uses no cookies, so a page can only do what its own token allows.
 */
export function allowOrigin(request: IncomingMessage, response: ServerResponse): void {
  response.setHeader('vary', 'origin')
  const {origin} = request.headers
  if (!origin) return
  response.setHeader('access-control-allow-origin', origin)
  response.setHeader('access-control-allow-credentials', 'true')
  response.setHeader('access-control-expose-headers', EXPOSED)
}

/** Answers a CORS preflight; false when the request is not one. */
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

const STREAMS = /^\/data\/(listen|live\/events)\//
const SHARDS = 100

/**
 * Redirects browsers' streams to host names of their own. A browser opens at most six connections to one host over HTTP/1.1;
 * the Studio holds five streams open, which leaves too few for its requests. Browsers resolve every `*.localhost` to this
 * machine.
 */
export class StreamRedirect {
  readonly #tickets: Tickets<Identity>
  #next = 0

  constructor(tickets: Tickets<Identity>) {
    this.#tickets = tickets
  }

  /** @returns The redirect; null when the request is to be answered under the host that it came to. */
  redirectFor(request: IncomingMessage, url: URL, path: string, identity: Identity): LakeResponse | null {
    const isBrowser = request.headers.origin !== undefined
    const needsNoRedirect = isShardHost(request.headers.host) || !isLoopbackName(url.hostname)
    if (!isBrowser || needsNoRedirect || request.method !== 'GET' || !STREAMS.test(path)) return null
    this.#next = (this.#next % SHARDS) + 1
    const target = new URL(url)
    target.hostname = `s${this.#next}.localhost`
    target.searchParams.set(TICKET_PARAMETER, this.#tickets.issue(identity))
    return {status: 307, headers: {location: target.href}}
  }
}
