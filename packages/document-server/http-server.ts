import {createServer, type Server} from 'node:http'
import {Socket} from 'node:net'
import type {Duplex} from 'node:stream'
import {OverloadedError} from './documents/concurrency-limiter.ts'
import type {SendErrorPage} from './documents/error-page.ts'
import {plainAddress} from './http/client-address.ts'
import {pathOf, refusalOf, SiteRequest} from './http/request.ts'
import {SiteResponse} from './http/response.ts'
import {type SecureOptions, secure} from './http/security-headers.ts'
import {type AccessLog, logAccess, logRefused, nextRequestId} from './log/access-log.ts'
import {currentRequest, errorFacts, type Logger} from './log/application-log.ts'
import type {createSite} from './site.ts'

/** Milliseconds. A connection is `idle` while it neither sends nor takes a byte. */
const TIMES_MS = {headers: 10_000, request: 30_000, idle: 60_000, keepAlive: 65_000, check: 2_000}

const MAX_HEADER_BYTES = 16 * 1024

/** The largest body that is taken. */
const MAX_BODY_BYTES = 1024 * 1024

const MAX_LISTENERS = 32

/** Methods that ask for a change. */
const CHANGING = new Set(['POST', 'PUT', 'PATCH', 'DELETE'])

/** Counts a request that asks for a change. Answers with the seconds to wait when it is one too many. */
export type LimitChanges = (change: {path: string; ip: string}) => Promise<number | undefined>

export type HttpServerOptions = SecureOptions & {
  site: Pick<ReturnType<typeof createSite>, 'answer'>
  addressOf: (request: SiteRequest) => string
  limitChanges: LimitChanges
  accessLog: AccessLog
  logger: Logger
  sendErrorPage: SendErrorPage
  /** Where a load balancer asks whether this server should get requests. It is told 503 while the server drains. */
  readyPath?: string | undefined
  /** Whether the server is about to end, and takes no more requests on a connection that is open. */
  isDraining: () => boolean
}

/** The HTTP server, with an end to everything that a slow or broken reader can make it wait for. */
export function createHttpServer(
  options: HttpServerOptions,
): Server<typeof SiteRequest, typeof SiteResponse> {
  const listener = createListener(options)
  const server = createServer(
    {
      IncomingMessage: SiteRequest,
      ServerResponse: SiteResponse,
      headersTimeout: TIMES_MS.headers,
      requestTimeout: TIMES_MS.request,
      keepAliveTimeout: TIMES_MS.keepAlive,
      connectionsCheckingInterval: TIMES_MS.check,
      maxHeaderSize: MAX_HEADER_BYTES,
      // Nothing here speaks anything else: the request is answered as if it had not asked.
      shouldUpgradeCallback: () => false,
      // Refused further on, with the headers that every answer has.
      requireHostHeader: false,
    },
    listener,
  )
  server.setTimeout(TIMES_MS.idle)
  // Node would refuse by itself what expects more than it knows.
  server.on('checkExpectation', listener)
  server.on('clientError', (error, socket) => refuse(error, socket, options))
  // A reader that ends its side still waits for the answer. Node has no other name for this.
  return Object.assign(server, {httpAllowHalfOpen: true})
}

/** What every request goes through before it is answered: name, log, limits, security. */
function createListener(options: HttpServerOptions) {
  const {sendErrorPage, logger} = options
  return (request: SiteRequest, response: SiteResponse): void => {
    const refusal = refusalOf(request)
    const {url = '/', headers} = request
    const path = pathOf(url)
    const id = nextRequestId()
    const ip = options.addressOf(request)
    headers['x-request-id'] = id
    // Any client can send this header; what Next reads in it is what is known.
    headers['x-forwarded-for'] = ip
    response.isLast = options.isDraining
    // Next listens for the end of a response in more places than Node takes for right.
    response.setMaxListeners(MAX_LISTENERS)
    response.secure = (response) => secure(response, path, options)
    logAccess(options.accessLog, request, response, {id, ip})

    const answered =
      refusal === undefined
        ? currentRequest.run(id, () => receive(options, request, response, {path, ip}))
        : sendErrorPage(response, refusal)
    answered?.catch(async (error: unknown) => {
      if (response.headersSent) response.destroy()
      else if (error instanceof OverloadedError) await sendErrorPage(response, 503, {isBusy: true})
      else {
        logger.error({id, ...errorFacts(error)}, 'A request was not answered')
        await sendErrorPage(response, 500)
      }
    })
  }
}

type Origin = {path: string; ip: string}

function receive(
  options: HttpServerOptions,
  request: SiteRequest,
  response: SiteResponse,
  origin: Origin,
): void | Promise<void> {
  const {site, sendErrorPage, readyPath, isDraining} = options
  // A load balancer should no longer choose this server.
  if (origin.path === readyPath && isDraining()) return sendErrorPage(response, 503)
  if (request.method === 'GET' || request.method === 'HEAD')
    return site.answer(request, response, origin.path)
  return receiveChange(options, request, response, origin)
}

async function receiveChange(
  {site, limitChanges, sendErrorPage}: HttpServerOptions,
  request: SiteRequest,
  response: SiteResponse,
  origin: Origin,
): Promise<void> {
  const tooLarge = () => {
    response.shouldKeepAlive = false
    void sendErrorPage(response, 413)
  }
  if (Number(request.headers['content-length'] ?? 0) > MAX_BODY_BYTES) return tooLarge()
  request.maxBodyBytes = MAX_BODY_BYTES
  request.onTooLarge = tooLarge
  const seconds = CHANGING.has(request.method ?? '') ? await limitChanges(origin) : undefined
  if (seconds !== undefined) return sendErrorPage(response, 429, {retryAfter: seconds})
  await site.answer(request, response, origin.path)
}

const STATUSES: Readonly<Record<string, string>> = {
  HPE_HEADER_OVERFLOW: '431 Request Header Fields Too Large',
  ERR_HTTP_REQUEST_TIMEOUT: '408 Request Timeout',
}

/** Answers what is not HTTP, or comes too slowly, as any other request: with a status and every header. */
function refuse(
  error: NodeJS.ErrnoException,
  socket: Duplex,
  {headers: general, policies, accessLog}: Pick<HttpServerOptions, 'headers' | 'policies' | 'accessLog'>,
): void {
  if (error.code === 'ECONNRESET' || !socket.writable) {
    socket.destroy()
    return
  }
  const status = STATUSES[error.code ?? ''] ?? '400 Bad Request'
  const headers = [
    ...general,
    ['Content-Security-Policy', policies.nothing],
    ['Content-Length', '0'],
    ['Connection', 'close'],
  ].map(([name, value]) => `${name}: ${value}\r\n`)
  const address = socket instanceof Socket ? socket.remoteAddress : undefined
  logRefused(accessLog, {status: Number.parseInt(status, 10), ip: plainAddress(address ?? '')})
  socket.end(`HTTP/1.1 ${status}\r\n${headers.join('')}\r\n`)
}
