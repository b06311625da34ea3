import type {IncomingMessage} from 'node:http'
import type {SiteResponse} from '../http/site-response.ts'
import type {AccessLine} from './access-line.ts'
import {browserFamily} from './browser-family.ts'
import type {MaskPath} from './mask-path.ts'
import {nextRequestId} from './request-id.ts'

export type AccessLog = {write: (line: string) => void; maskPath: MaskPath}

/** Writes one line for each request when it is over, whether it was answered or the reader left. */
export function logAccess(
  {write, maskPath}: AccessLog,
  request: IncomingMessage,
  response: SiteResponse,
  {id, ip}: {id: string; ip: string},
): void {
  const began = performance.now()
  // Taken now: Next may change both while it works.
  const {method = '', url = '/'} = request
  response.once('close', () => {
    const line: AccessLine = {
      time: isoNow(),
      ip,
      browser: browserFamily(request.headers['user-agent']),
      method,
      path: maskPath(url),
      // By the convention of nginx, for a reader who left before the answer.
      status: response.headersSent ? response.statusCode : 499,
      bytes: method === 'HEAD' ? 0 : response.sentBytes,
      ms: Math.round((performance.now() - began) * 10) / 10,
      id,
    }
    write(`${JSON.stringify(line)}\n`)
  })
}

/** Writes the line of what was answered although it could not be read as a request. */
export function logRefused(write: (line: string) => void, {status, ip}: {status: number; ip: string}): void {
  const unknown = {browser: 'none', method: '', path: '-'}
  const line: AccessLine = {time: isoNow(), ip, ...unknown, status, bytes: 0, ms: 0, id: nextRequestId()}
  write(`${JSON.stringify(line)}\n`)
}

let moment = 0
let momentAsText = ''

/** The time as ISO date and time. Many requests end within one millisecond. */
function isoNow(): string {
  const now = Date.now()
  if (now !== moment) {
    moment = now
    momentAsText = new Date(now).toISOString()
  }
  return momentAsText
}
