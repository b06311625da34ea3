import {request as requestHttp} from 'node:http'
import {request as requestHttps} from 'node:https'
import type {Attempt} from './message.ts'

export type DeliveryRequest = {
  url: string
  method: string
  headers: Record<string, string>
  body: string
  /** Milliseconds until the receiver must have answered in full. */
  timeout: number
  /** Gives up at once, when the lake closes. */
  signal: AbortSignal
}

export type DeliveryResult = Pick<Attempt, 'isFailure' | 'failureReason' | 'resultCode' | 'resultBody'>

/** What is kept of an answer for the log. */
const MAX_RESULT_BYTES = 4096

/**
 * Sends one request and reads the answer. Redirects are not followed: they are an answer other than success.
 * `fetch` would do, but it refuses a body with GET, which hooks may be set to.
 */
export function sendRequest({
  url,
  method,
  headers,
  body,
  timeout,
  signal,
}: DeliveryRequest): Promise<DeliveryResult> {
  const {promise, resolve} = Promise.withResolvers<DeliveryResult>()
  const deadline = AbortSignal.timeout(timeout)
  const fail = () => {
    const failureReason = deadline.aborted ? 'timeout' : 'network'
    resolve({isFailure: true, failureReason, resultCode: null, resultBody: ''})
  }
  const send = url.startsWith('https:') ? requestHttps : requestHttp
  const outgoing = send(url, {
    method,
    headers: {...headers, 'content-length': String(Buffer.byteLength(body))},
    // A kept connection may have been closed by the receiver in the meantime, which would cost an attempt.
    agent: false,
    signal: AbortSignal.any([deadline, signal]),
  })
  outgoing.on('error', fail)
  outgoing.on('response', (response) => {
    const kept: Buffer[] = []
    let size = 0
    response.on('data', (chunk: Buffer) => {
      if (size < MAX_RESULT_BYTES) kept.push(chunk.subarray(0, MAX_RESULT_BYTES - size))
      size += chunk.length
    })
    response.on('error', fail)
    response.on('end', () => {
      const resultCode = response.statusCode ?? 0
      const isFailure = resultCode < 200 || resultCode > 299
      const resultBody = Buffer.concat(kept).toString()
      resolve({isFailure, failureReason: isFailure ? 'http' : null, resultCode, resultBody})
    })
  })
  outgoing.end(body)
  return promise
}
