import {Agent, type IncomingHttpHeaders, request} from 'node:http'

export type Exchange = {
  status: number
  headers: IncomingHttpHeaders
  /** As it came, packed or not. */
  body: Buffer
  /** Milliseconds from asking to the first byte of the body, or to its end when it has none. */
  firstByte: number
}

export type Asking = {method?: string; headers?: Record<string, string>; body?: string}

const agent = new Agent({keepAlive: true, maxSockets: 64})

/** Asks exactly this on a connection that is kept, and unpacks and follows nothing. */
export function exchange(url: string, {method = 'GET', headers = {}, body}: Asking = {}): Promise<Exchange> {
  const start = performance.now()
  return new Promise((resolve, reject) => {
    const asked = request(url, {method, headers, agent}, (response) => {
      const chunks: Buffer[] = []
      let firstByte: number | undefined
      response.on('data', (chunk: Buffer) => {
        firstByte ??= performance.now() - start
        chunks.push(chunk)
      })
      response.on('error', reject)
      response.on('end', () =>
        resolve({
          status: response.statusCode ?? 0,
          headers: response.headers,
          body: Buffer.concat(chunks),
          firstByte: firstByte ?? performance.now() - start,
        }),
      )
    })
    asked.on('error', reject)
    asked.end(body)
  })
}
