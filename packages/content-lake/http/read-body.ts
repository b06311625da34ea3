import type {IncomingMessage} from 'node:http'
import {httpError} from '../errors.ts'

/** How much of a body that is too large is still taken in, so that the client gets to read the answer. */
const MAX_DISCARDED = 64 << 20

/**
 * Reads a request's body. What goes beyond the limit is never held in memory.
 *
 * @throws ApiError 413 when the body is too large, 400 when it ends early.
 */
export function readBody(request: IncomingMessage, limit: number): Promise<Buffer> {
  const declared = Number(request.headers['content-length'] ?? 0)
  const tooLarge = () => httpError(413, `Payload content length greater than maximum allowed: ${limit}`)
  return new Promise((resolve, reject) => {
    if (declared > limit + MAX_DISCARDED) return reject(tooLarge())
    const chunks: Buffer[] = []
    let size = 0
    request.on('data', (chunk: Buffer) => {
      size += chunk.length
      if (size <= limit) chunks.push(chunk)
      else if (size > limit + MAX_DISCARDED) reject(tooLarge())
    })
    request.on('end', () => (size > limit ? reject(tooLarge()) : resolve(Buffer.concat(chunks))))
    request.on('error', reject)
    request.on('aborted', () => reject(httpError(400, 'The request ended early')))
  })
}
