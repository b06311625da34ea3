import {createServer, type IncomingMessage, type Server, type ServerResponse} from 'node:http'
import type {Duplex} from 'node:stream'
import {Tickets} from '../access/tickets.ts'
import type {Feature, Identity, LakeContext, LakeRequest} from '../contracts.ts'
import {ApiError, httpError, malformed} from '../errors.ts'
import {authenticate, authorize} from './authenticate.ts'
import {allowOrigin, answerPreflight} from './cors.ts'
import {isOwnHost} from './host-guard.ts'
import {readBody} from './read-body.ts'
import {send, sendError} from './respond.ts'
import {Router} from './router.ts'
import {StreamRedirect} from './stream-redirect.ts'

const DEFAULT_MAX_BODY = 4 << 20
const MAX_CONNECTIONS = 1024
const HEADERS_TIMEOUT_MS = 15_000
const REQUEST_TIMEOUT_MS = 120_000
/** Queries of up to 11 KB travel in the address. */
const MAX_HEADER_SIZE = 64 << 10
const VERSION = /^\/(v1|vX|v\d{4}-\d{2}-\d{2})(?=\/|$)/
const BODILESS = new Set(['GET', 'HEAD', 'OPTIONS'])

type Options = {projectId: string; host: string; features: Feature[]; context: LakeContext}

/** `settled` resolves when every request that was being answered has been. */
export type LakeServer = {server: Server; settled(): Promise<void>}

/** The HTTP side of the lake: everything that is the same for every request, around the features' routes. */
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
    const elsewhere = streams.for(incoming, url, path, identity)
    if (elsewhere) return send(outgoing, elsewhere)
    authorize(identity, route.access)
    const body = BODILESS.has(method)
      ? Buffer.alloc(0)
      : await readBody(incoming, route.maxBody ?? DEFAULT_MAX_BODY)
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
      maxHeaderSize: MAX_HEADER_SIZE,
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
