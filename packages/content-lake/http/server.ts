import {createServer, type IncomingMessage, type Server, type ServerResponse} from 'node:http'
import type {Duplex} from 'node:stream'
import {Tickets} from '../access/tickets.ts'
import type {Feature, Identity, LakeContext, LakeRequest, LakeResponse, Route} from '../contracts.ts'
import {ApiError, httpError, malformed} from '../errors.ts'
import {allowOrigin, answerPreflight, authenticate, authorize, StreamRedirect} from './callers.ts'
import {isOwnHost} from './hosts.ts'

const DEFAULT_MAX_BODY_BYTES = 4 << 20
const MAX_CONNECTIONS = 1024
const HEADERS_TIMEOUT_MS = 15_000
const REQUEST_TIMEOUT_MS = 120_000
/** Longer than clients keep idle connections, so that they do not send a request on one that is being closed. */
const KEEP_ALIVE_TIMEOUT_MS = 65_000
/** Queries of up to 11 KB travel in the address. */
const MAX_HEADER_BYTES = 64 << 10
const VERSION = /^\/(v1|vX|v\d{4}-\d{2}-\d{2})(?=\/|$)/
const BODILESS = new Set(['GET', 'HEAD', 'OPTIONS'])

type Options = {projectId: string; host: string; features: Feature[]; context: LakeContext}

/** `settled` resolves when every request that was being answered at the call has its answer. */
type LakeServer = {server: Server; settled(): Promise<void>}

/** The HTTP server: what is the same for every request, around the routes of the endpoints. */
export function createLakeServer({projectId, host, features, context}: Options): LakeServer {
  const router = new Router(features.flatMap(({routes}) => routes))
  const tickets = new Tickets<Identity>()
  const streams = new StreamRedirect(tickets)
  const identify = (token: string) => context.identify(token)
  const log: LakeContext['log'] = (level, message, fields) => context.log(level, message, fields)

  const underway = new Set<Promise<void>>()

  const answer = async (incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> => {
    if (!isOwnHost(incoming.headers.host, projectId, host))
      throw httpError(403, 'This host name is not served here')
    allowOrigin(incoming, outgoing)
    if (answerPreflight(incoming, outgoing)) return
    const url = urlOf(incoming)
    const [prefix = '', apiVersion = 'v1'] = VERSION.exec(url.pathname) ?? []
    const path = url.pathname.slice(prefix.length) || '/'
    const method = incoming.method ?? 'GET'
    const {route, params} = router.match(method, path)
    requireProject(incoming, projectId)
    const identity = authenticate(incoming, url.searchParams, {tickets, identify})
    const redirect = streams.redirectFor(incoming, url, path, identity)
    if (redirect) return send(outgoing, redirect)
    authorize(identity, route.access)
    const body = BODILESS.has(method)
      ? Buffer.alloc(0)
      : await readBody(incoming, route.maxBody ?? DEFAULT_MAX_BODY_BYTES)
    const json = () => parseJson(body)
    const request: LakeRequest = {
      incoming,
      outgoing,
      method,
      apiVersion,
      path,
      params,
      search: url.searchParams,
      identity,
      body,
      json,
    }
    const response = await route.handle(request)
    if (response) send(outgoing, response)
  }

  const server = createServer(
    {
      headersTimeout: HEADERS_TIMEOUT_MS,
      requestTimeout: REQUEST_TIMEOUT_MS,
      keepAliveTimeout: KEEP_ALIVE_TIMEOUT_MS,
      maxHeaderSize: MAX_HEADER_BYTES,
      noDelay: true,
    },
    (incoming, outgoing) => {
      const answered = answer(incoming, outgoing)
        .catch((error: unknown) => sendError(outgoing, error, log))
        .finally(() => underway.delete(answered))
      underway.add(answered)
    },
  )
  server.maxConnections = MAX_CONNECTIONS
  server.on('upgrade', (request, socket, head) => upgrade(request, socket, head, {projectId, host, features}))
  server.on('clientError', (_error, socket) => refuseSocket(socket, '400 Bad Request'))
  const settled = async () => {
    await Promise.all(underway)
  }
  return {server, settled}
}

function urlOf({url = '/', headers: {host}}: IncomingMessage): URL {
  const address = `http://${host}${url}`
  if (!url.startsWith('/') || !URL.canParse(address)) throw httpError(400, 'The address cannot be read')
  return new URL(address)
}

/** Clients that do not put the project into the host name name it in a header. */
function requireProject({headers}: IncomingMessage, projectId: string): void {
  const asked = headers['x-sanity-project-id']
  if (asked !== undefined && asked !== projectId) throw httpError(404, `Project "${asked}" not found`)
}

function parseJson(body: Buffer): unknown {
  try {
    return JSON.parse(body.toString('utf8'))
  } catch {
    throw malformed('Invalid request payload JSON format')
  }
}

type Upgrades = {projectId: string; host: string; features: Feature[]}

function upgrade(
  request: IncomingMessage,
  socket: Duplex,
  head: Buffer,
  {projectId, host, features}: Upgrades,
): void {
  socket.on('error', () => socket.destroy())
  let refusal = '404 Not Found'
  try {
    if (!isOwnHost(request.headers.host, projectId, host)) refusal = '403 Forbidden'
    else if (features.some((feature) => feature.upgrade?.(request, socket, head))) return
  } catch (error) {
    refusal = `${error instanceof ApiError ? error.status : 500} Error`
  }
  refuseSocket(socket, refusal)
}

function refuseSocket(socket: Duplex, status: string): void {
  if (socket.writable) socket.end(`HTTP/1.1 ${status}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`)
  else socket.destroy()
}

type Compiled = {route: Route; segments: string[]}
type Match = {route: Route; params: Record<string, string>}

const REST = '*'

/** Finds the route for a path. Patterns are tried in order; the first that matches is taken. */
class Router {
  readonly #routes: Compiled[]

  constructor(routes: Route[]) {
    this.#routes = routes.map((route) => ({route, segments: route.pattern.split('/').slice(1)}))
  }

  /** @throws ApiError 404 when no pattern matches, 405 when only the method does not, 400 when the path is badly encoded. */
  match(method: string, path: string): Match {
    const parts = path.split('/').slice(1)
    const asked = method === 'HEAD' ? 'GET' : method
    let isPathKnown = false
    for (const {route, segments} of this.#routes) {
      const params = paramsOf(segments, parts)
      if (!params) continue
      if (route.method === asked) return {route, params}
      isPathKnown = true
    }
    throw isPathKnown ? httpError(405, `Method ${method} is not allowed here`) : httpError(404, 'Not Found')
  }
}

function paramsOf(segments: string[], parts: string[]): Record<string, string> | null {
  const last = segments.at(-1)
  const hasRest = last?.endsWith(REST) === true
  if (hasRest ? parts.length < segments.length : parts.length !== segments.length) return null
  const params: Record<string, string> = {}
  for (const [index, segment] of segments.entries()) {
    const isRest = hasRest && index === segments.length - 1
    const part = isRest ? parts.slice(index).join('/') : (parts[index] ?? '')
    if (segment.startsWith(':')) params[segment.slice(1, isRest ? -1 : undefined)] = decode(part)
    else if (segment !== part) return null
  }
  return params
}

function decode(part: string): string {
  try {
    return decodeURIComponent(part)
  } catch {
    throw httpError(400, 'The path is badly encoded')
  }
}

/** How much of a body that is too large is still read, so that the client finishes sending and reads the answer. */
const MAX_DISCARDED_BYTES = 64 << 20

/**
 * Reads a request's body. Bytes beyond the limit are read and dropped.
 *
 * @throws ApiError 413 when the body is too large, 400 when it ends early.
 */
function readBody(request: IncomingMessage, limit: number): Promise<Buffer> {
  const declared = Number(request.headers['content-length'] ?? 0)
  const tooLarge = () => httpError(413, `Payload content length greater than maximum allowed: ${limit}`)
  return new Promise((resolve, reject) => {
    if (declared > limit + MAX_DISCARDED_BYTES) return reject(tooLarge())
    const chunks: Buffer[] = []
    let size = 0
    request.on('data', (chunk: Buffer) => {
      size += chunk.length
      if (size <= limit) chunks.push(chunk)
      else if (size > limit + MAX_DISCARDED_BYTES) reject(tooLarge())
    })
    request.on('end', () => (size > limit ? reject(tooLarge()) : resolve(Buffer.concat(chunks))))
    request.on('error', reject)
    request.on('aborted', () => reject(httpError(400, 'The request ended early')))
  })
}

/** Sends an answer. JSON unless the body is text or bytes, whose type is in the headers. */
function send(response: ServerResponse, {status = 200, headers = {}, body}: LakeResponse): void {
  const isRaw = typeof body === 'string' || Buffer.isBuffer(body)
  const content = isRaw || body === undefined ? (body ?? '') : JSON.stringify(body)
  const defaults: Record<string, string> = {'cache-control': 'no-store', 'x-content-type-options': 'nosniff'}
  if (!isRaw && body !== undefined) defaults['content-type'] = 'application/json; charset=utf-8'
  if (status !== 204 && status !== 304) defaults['content-length'] = String(Buffer.byteLength(content))
  response.writeHead(status, {...defaults, ...headers}).end(content)
}

/** Answers with an error in the hosted API's shape. The details of an unexpected error go to the log only. */
function sendError(response: ServerResponse, error: unknown, log: LakeContext['log']): void {
  const known = error instanceof ApiError ? error : httpError(500, 'An internal server error occurred')
  if (known !== error)
    log('error', 'a request failed', {error: error instanceof Error ? error.stack : String(error)})
  if (response.headersSent || response.destroyed) {
    response.destroy()
    return
  }
  // The rest of a body that is too large is not read.
  const headers = {...known.headers, ...(known.status === 413 && {connection: 'close'})}
  send(response, {status: known.status, headers, body: known.body})
}
