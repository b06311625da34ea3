import type {IncomingMessage} from 'node:http'

/** A request after its body is read. */
export type Request = {
  method: string
  path: string
  /** The query string without its question mark. */
  query: string
  headers: IncomingMessage['headers']
  body: string
}

const MAX_BODY_BYTES = 1024 * 1024

/** Reads a whole request; undefined when its body is larger than a call or a form ever is. */
export async function readRequest(incoming: IncomingMessage): Promise<Request | undefined> {
  const chunks: Buffer[] = []
  let size = 0
  for await (const chunk of incoming) {
    size += chunk.length
    // Read to the end all the same: leaving early would break the connection before an answer.
    if (size <= MAX_BODY_BYTES) chunks.push(chunk)
  }
  if (size > MAX_BODY_BYTES) return undefined
  const [path = '/', query = ''] = (incoming.url ?? '/').split(/\?(.*)/s)
  return {
    method: incoming.method ?? 'GET',
    path,
    query,
    headers: incoming.headers,
    body: Buffer.concat(chunks).toString('utf8'),
  }
}
