import {createServer, type Server} from 'node:http'
import {Socket} from 'node:net'
import type {Duplex} from 'node:stream'
import {plainAddress} from './http/client-address.ts'
import {SiteRequest} from './http/site-request.ts'
import {SiteResponse} from './http/site-response.ts'
import {SECURITY_HEADERS, type SecurityPolicies} from './security-headers.ts'

/** Milliseconds. A slow reader is one who neither sends nor takes a byte for `idle`. */
const TIMES = {headers: 10_000, request: 30_000, idle: 60_000, keepAlive: 65_000, check: 2_000}

const MAX_HEADER_BYTES = 16 * 1024

/** An answer to what could not be read as a request. */
export type Refused = {status: number; ip: string}

export type ServerOptions = {
  policies: SecurityPolicies
  onRefused: (refused: Refused) => void
}

/** The HTTP server, with an end to everything that a slow or broken reader can make it wait for. */
export function createSiteServer(
  listener: (request: SiteRequest, response: SiteResponse) => void,
  options: ServerOptions,
): Server<typeof SiteRequest, typeof SiteResponse> {
  const server = createServer(
    {
      IncomingMessage: SiteRequest,
      ServerResponse: SiteResponse,
      headersTimeout: TIMES.headers,
      requestTimeout: TIMES.request,
      keepAliveTimeout: TIMES.keepAlive,
      connectionsCheckingInterval: TIMES.check,
      maxHeaderSize: MAX_HEADER_BYTES,
      // Nothing here speaks anything else: the request is answered as if it had not asked.
      shouldUpgradeCallback: () => false,
      // Refused further on, with the headers that every answer has.
      requireHostHeader: false,
    },
    listener,
  )
  server.setTimeout(TIMES.idle)
  // Node would refuse by itself what expects more than it knows.
  server.on('checkExpectation', listener)
  server.on('clientError', (error, socket) => refuse(error, socket, options))
  // Who says that no more will come still waits for the answer. Node has no other name for this.
  return Object.assign(server, {httpAllowHalfOpen: true})
}

/** Answers what is not HTTP, or comes too slowly, as any other request: with a status and every header. */
function refuse(error: NodeJS.ErrnoException, socket: Duplex, {policies, onRefused}: ServerOptions): void {
  if (error.code === 'ECONNRESET' || !socket.writable) {
    socket.destroy()
    return
  }
  const status = STATUSES[error.code ?? ''] ?? '400 Bad Request'
  const headers = [
    ...SECURITY_HEADERS,
    ['Content-Security-Policy', policies.nothing],
    ['Content-Length', '0'],
    ['Connection', 'close'],
  ].map(([name, value]) => `${name}: ${value}\r\n`)
  const address = socket instanceof Socket ? socket.remoteAddress : undefined
  onRefused({status: Number.parseInt(status, 10), ip: plainAddress(address ?? '')})
  socket.end(`HTTP/1.1 ${status}\r\n${headers.join('')}\r\n`)
}

const STATUSES: Readonly<Record<string, string>> = {
  HPE_HEADER_OVERFLOW: '431 Request Header Fields Too Large',
  ERR_HTTP_REQUEST_TIMEOUT: '408 Request Timeout',
}
