import {randomBytes} from 'node:crypto'
import type {IncomingMessage} from 'node:http'
import {z} from 'zod'
import type {SiteResponse} from '../http/response.ts'
import type {MaskPath} from './mask-path.ts'

/** All that the access log says of a request. Each line is one of these as JSON. */
export const accessLine = z.strictObject({
  /** When the answer was complete, ISO date and time. */
  time: z.iso.datetime(),
  ip: z.string(),
  /** The kind of browser, without version or system. */
  browser: z.string(),
  method: z.string(),
  /** Without a query; one-time links masked. */
  path: z.string(),
  status: z.number().int(),
  /** Of the body. */
  bytes: z.number().int(),
  /** Milliseconds from the request's arrival to the end of the answer. */
  ms: z.number(),
  /** Names the request in this log and in the application's. */
  id: z.string(),
})

export type AccessLine = z.infer<typeof accessLine>

export type AccessLog = {
  /** Takes a line with its line break. */
  write: (line: string) => void
  maskPath: MaskPath
}

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
export function logRefused(
  {write}: Pick<AccessLog, 'write'>,
  {status, ip}: {status: number; ip: string},
): void {
  const unknown = {browser: 'none', method: '', path: '-'}
  const line: AccessLine = {time: isoNow(), ip, ...unknown, status, bytes: 0, ms: 0, id: nextRequestId()}
  write(`${JSON.stringify(line)}\n`)
}

const PROCESS = randomBytes(4).toString('hex')
let requests = 0

/** An id that no other request has, of this process or another. */
export function nextRequestId(): string {
  return `${PROCESS}-${(++requests).toString(36)}`
}

/** In this order, since browsers call themselves by the names of others as well. */
const FAMILIES: readonly (readonly [RegExp, string])[] = [
  [/bot\b|crawl|spider|slurp|preview|facebookexternalhit|monitor/i, 'Robot'],
  [/\bEdgA?(?:iOS)?\//, 'Edge'],
  [/\bOPR\/|\bOpera\b/, 'Opera'],
  [/\bSamsungBrowser\//, 'Samsung Internet'],
  [/\bFirefox\/|\bFxiOS\//, 'Firefox'],
  [/\bChrom(?:e|ium)\/|\bCriOS\/|\bHeadlessChrome\//, 'Chrome'],
  [/\bSafari\//, 'Safari'],
]

/** The kind of browser, and nothing that tells one reader from another. */
export function browserFamily(userAgent: string | undefined): string {
  if (!userAgent) return 'none'
  return FAMILIES.find(([pattern]) => pattern.test(userAgent))?.[1] ?? 'other'
}

let now = 0
let nowAsText = ''

/** The time as ISO date and time. Many requests end within one millisecond. */
function isoNow(): string {
  const time = Date.now()
  if (time !== now) {
    now = time
    nowAsText = new Date(time).toISOString()
  }
  return nowAsText
}
