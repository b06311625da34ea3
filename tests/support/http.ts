/** HTTP as it is on the wire, where a client that follows, unpacks or corrects would hide what is tested. */
import {Agent, type IncomingHttpHeaders, request} from 'node:http'
import {request as requestSecurely} from 'node:https'
import {connect} from 'node:net'
import {text} from 'node:stream/consumers'
import {connect as connectSecurely} from 'node:tls'
import {brotliDecompressSync, gunzipSync} from 'node:zlib'

/** `authority` is the certificate, as text, that alone is trusted; `agent` replaces the one that keeps connections. */
export type Question = {
  method?: string
  headers?: Record<string, string>
  body?: string
  authority?: string
  agent?: Agent
}

export type Answer = {
  status: number
  headers: IncomingHttpHeaders
  /** As it came, packed or not. */
  body: Buffer
  /** Milliseconds from asking to the first byte of the body, or to its end when it has none. */
  firstByteMs: number
}

const keptConnections = new Agent({keepAlive: true, maxSockets: 64})

/** Asks for exactly this address, and unpacks and follows nothing. Rejects when the connection breaks. */
export function exchange(
  url: string,
  {method = 'GET', headers = {}, body, authority, agent}: Question = {},
): Promise<Answer> {
  const {protocol, hostname, port} = new URL(url)
  // The path as it stands, which a parsed address would not keep.
  const path = url.replace(/^https?:\/\/[^/]+/, '')
  const options = {hostname, port, path, method, headers}
  const start = performance.now()
  return new Promise((resolve, reject) => {
    const asked =
      protocol === 'https:'
        ? requestSecurely({...options, ca: authority, agent: agent ?? false})
        : request({...options, agent: agent ?? keptConnections})
    asked.on('response', (response) => {
      const chunks: Buffer[] = []
      let firstByteMs: number | undefined
      response.on('data', (chunk: Buffer) => {
        firstByteMs ??= performance.now() - start
        chunks.push(chunk)
      })
      response.on('error', reject)
      response.on('end', () =>
        resolve({
          status: response.statusCode ?? 0,
          headers: response.headers,
          body: Buffer.concat(chunks),
          firstByteMs: firstByteMs ?? performance.now() - start,
        }),
      )
    })
    asked.on('error', reject)
    asked.end(body)
  })
}

/** The body as it was before it was packed. */
export function unpacked({headers, body}: Answer): string {
  switch (headers['content-encoding']) {
    case 'br':
      return brotliDecompressSync(body).toString('utf8')
    case 'gzip':
      return gunzipSync(body).toString('utf8')
    default:
      return body.toString('utf8')
  }
}

/**
 * Sends bytes that need not be HTTP, and gives back all that comes.
 *
 * @param options `authority`, as text, is the certificate that alone is trusted; `thenEnd` says that no more will come
 */
export async function sendBytes(
  origin: string,
  bytes: string,
  {authority, thenEnd = false}: {authority?: string; thenEnd?: boolean} = {},
): Promise<string> {
  const {protocol, hostname: host, port} = new URL(origin)
  const options = {host, port: Number(port)}
  const socket =
    protocol === 'https:' ? connectSecurely({...options, ca: authority, servername: host}) : connect(options)
  if (thenEnd) socket.end(bytes)
  else socket.write(bytes)
  return text(socket)
}
