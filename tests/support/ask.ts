import {type IncomingHttpHeaders, request} from 'node:http'
import {connect} from 'node:net'
import {text} from 'node:stream/consumers'
import {brotliDecompressSync, gunzipSync} from 'node:zlib'
import {services} from './services.ts'

export type Answer = {status: number; headers: IncomingHttpHeaders; body: Buffer}

export type Question = {
  method?: string
  headers?: Record<string, string>
  body?: string
}

/** Asks the site exactly this, and unpacks and follows nothing. */
export function ask(path: string, {method = 'GET', headers = {}, body}: Question = {}): Promise<Answer> {
  const {hostname, port} = new URL(services().site.url)
  return new Promise((resolve, reject) => {
    const asked = request({hostname, port, path, method, headers}, (response) => {
      const chunks: Buffer[] = []
      response.on('data', (chunk: Buffer) => chunks.push(chunk))
      response.on('error', reject)
      response.on('end', () => {
        const {statusCode = 0, headers} = response
        resolve({status: statusCode, headers, body: Buffer.concat(chunks)})
      })
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

/** Sends bytes that need not be HTTP, and perhaps says that no more will come; gives back all that comes. */
export async function sendBytes(bytes: string, {thenEnd = false} = {}): Promise<string> {
  const {hostname, port} = new URL(services().site.url)
  const socket = connect({host: hostname, port: Number(port)})
  if (thenEnd) socket.end(bytes)
  else socket.write(bytes)
  return text(socket)
}
