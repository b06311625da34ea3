import type {ServerResponse} from 'node:http'
import type {LakeContext, LakeResponse} from '../contracts.ts'
import {ApiError, httpError} from '../errors.ts'

/** Sends an answer. JSON unless the body is text or bytes, whose type is in the headers. */
export function send(response: ServerResponse, {status = 200, headers = {}, body}: LakeResponse): void {
  const isRaw = typeof body === 'string' || Buffer.isBuffer(body)
  const content = isRaw || body === undefined ? (body ?? '') : JSON.stringify(body)
  const defaults: Record<string, string> = {'cache-control': 'no-store', 'x-content-type-options': 'nosniff'}
  if (!isRaw && body !== undefined) defaults['content-type'] = 'application/json; charset=utf-8'
  if (status !== 204 && status !== 304) defaults['content-length'] = String(Buffer.byteLength(content))
  response.writeHead(status, {...defaults, ...headers}).end(content)
}

/** Answers with an error in the hosted API's shape. What was not foreseen is logged and told to nobody. */
export function sendError(response: ServerResponse, error: unknown, log: LakeContext['log']): void {
  const known = error instanceof ApiError ? error : httpError(500, 'An internal server error occurred')
  if (known !== error)
    log('error', 'a request failed', {error: error instanceof Error ? error.stack : String(error)})
  if (response.headersSent || response.destroyed) {
    response.destroy()
    return
  }
  // The rest of a body that is too large is not waited for.
  const headers = {...known.headers, ...(known.status === 413 && {connection: 'close'})}
  send(response, {status: known.status, headers, body: known.body})
}
