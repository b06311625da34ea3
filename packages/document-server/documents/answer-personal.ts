import {type IncomingMessage, type OutgoingHttpHeaders, STATUS_CODES} from 'node:http'
import {compress} from '../http/compress.ts'
import {chooseEncoding} from '../http/encoding.ts'
import type {CaughtAnswer, SiteResponse} from '../http/site-response.ts'
import type {FinishedPage} from './finished-page.ts'
import {isEmptyError, isHtml} from './read-answer.ts'
import type {SendErrorPage} from './send-error-page.ts'
import {sendOther} from './send-other.ts'
import {withStatedStatus} from './stated-status.ts'

export type PersonalOptions = {
  next: (request: IncomingMessage, response: SiteResponse) => Promise<void>
  finish: (path: string, answer: CaughtAnswer) => FinishedPage | undefined
  /** Answers with the page for addresses that do not exist. */
  answerMissing: (request: IncomingMessage, response: SiteResponse) => Promise<void>
  sendErrorPage: SendErrorPage
}

/** What Next was told in another way, or tells about a page that is not the one that is sent. */
const REPLACED = ['accept-encoding', 'if-none-match', 'if-modified-since'] as const
const DROPPED = /^(?:etag|link|transfer-encoding|content-length|vary|x-nextjs-.*|x-middleware-.*)$/

/** Answers with a page that is made for this request alone, such as one that shows somebody's order. */
export async function answerPersonal(
  {next, finish, answerMissing, sendErrorPage}: PersonalOptions,
  request: IncomingMessage,
  response: SiteResponse,
  path: string,
): Promise<void> {
  const answer = withStatedStatus(await caughtAnswer(next, request, response))
  if (response.destroyed) return
  if (answer.status >= 300 && answer.status < 400) return sendRedirect(response, answer)
  const page = isHtml(answer) ? finish(path, answer) : undefined
  if (page) return sendFinished(request, response, answer, page)
  if (isBroken(answer))
    return answer.status === 404 ? answerMissing(request, response) : sendErrorPage(response, answer.status)
  return sendOther(request, response, answer)
}

/** What Next answers to the request when it is asked for the whole page, plain. */
async function caughtAnswer(
  next: PersonalOptions['next'],
  request: IncomingMessage,
  response: SiteResponse,
): Promise<CaughtAnswer> {
  const {headers, method} = request
  const own = Object.fromEntries(REPLACED.map((name) => [name, headers[name]]))
  for (const name of REPLACED) delete headers[name]
  // Without a name Next would stream the page's metadata, which needs scripts.
  headers['user-agent'] ??= 'unknown'
  if (method === 'HEAD') request.method = 'GET'
  const answer = response.catch()
  const handled = next(request, response)
  try {
    return await Promise.race([answer, handled.then(() => answer)])
  } catch (error) {
    response.letGo()
    throw error
  } finally {
    Object.assign(headers, own)
    if (method !== undefined) request.method = method
  }
}

/** An error whose page only scripts would fill, or one in plain text, such as to a form sent by another site. */
function isBroken(answer: CaughtAnswer): boolean {
  return answer.status >= 400 && (!isHtml(answer) || isEmptyError(answer))
}

function sendRedirect(response: SiteResponse, {status, headers}: CaughtAnswer): void {
  const {'content-type': _type, location, ...kept} = ownHeaders(headers)
  response.writeHead(status, {...kept, location: String([location].flat()[0] ?? '/'), 'content-length': 0})
  response.end()
}

async function sendFinished(
  request: IncomingMessage,
  response: SiteResponse,
  {status, headers}: CaughtAnswer,
  page: FinishedPage,
): Promise<void> {
  const accepted = request.headers['accept-encoding']
  const encoding = chooseEncoding(typeof accepted === 'string' ? accepted : undefined)
  const body = await compress(await page.html(), encoding, 'quick')
  if (response.destroyed) return
  // Next may have named another status while it made the page.
  response.statusMessage = STATUS_CODES[status] ?? ''
  response.writeHead(status, {
    ...ownHeaders(headers),
    vary: 'Accept-Encoding',
    'content-security-policy': page.policy,
    'content-length': body.length,
    ...(encoding === 'identity' ? {} : {'content-encoding': encoding}),
  })
  response.end(body)
}

/** Whether everybody may be given it or not, nobody learns when it is out of date: so nobody keeps it. */
function ownHeaders(headers: OutgoingHttpHeaders): OutgoingHttpHeaders {
  const kept = Object.entries(headers).filter(([name]) => !DROPPED.test(name))
  return {...Object.fromEntries(kept), 'cache-control': 'private, no-store'}
}
