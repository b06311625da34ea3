import type {IncomingMessage, ServerResponse} from 'node:http'
import type {CaughtAnswer, SiteResponse} from '../http/response.ts'

export type NextHandler = (request: IncomingMessage, response: ServerResponse) => Promise<void>

/** What Next is told in another way: a static page is packed, compared and cut to its head here. */
const REPLACED_HEADERS = ['accept-encoding', 'if-none-match', 'if-modified-since'] as const

/**
 * Next gives every page that it shows in another's place the status 200. Where that would be wrong, such as for a form
 * that is shown again because something is missing, this header says which it is.
 */
const STATED_STATUS = 'x-answer-status'

/**
 * What Next answers to a reader's request when it is asked for the whole page, plain.
 *
 * @throws what `next` throws; the response can then be answered anew
 */
export async function askForReader(
  next: NextHandler,
  request: IncomingMessage,
  response: SiteResponse,
): Promise<CaughtAnswer> {
  const {headers, method} = request
  const own = Object.fromEntries(REPLACED_HEADERS.map((name) => [name, headers[name]]))
  for (const name of REPLACED_HEADERS) delete headers[name]
  // Without a name Next would stream the page's metadata, which needs scripts.
  headers['user-agent'] ??= 'unknown'
  if (method === 'HEAD') request.method = 'GET'
  const answer = response.catch()
  const handled = next(request, response)
  try {
    return withStatedStatus(await Promise.race([answer, handled.then(() => answer)]))
  } catch (error) {
    response.letGo()
    throw error
  } finally {
    Object.assign(headers, own)
    if (method !== undefined) request.method = method
  }
}

/** The answer under the status that it states of itself: an error's, or its own when it states none. */
export function withStatedStatus(answer: CaughtAnswer): CaughtAnswer {
  const {[STATED_STATUS]: stated, ...headers} = answer.headers
  const status = Number(stated)
  return answer.status === 200 && status >= 400 && status <= 599 ? {...answer, headers, status} : answer
}

/** Whether an answer is a page. */
export function isHtml({headers}: CaughtAnswer): boolean {
  return String(headers['content-type'] ?? '').startsWith('text/html')
}

/** An error whose page only scripts would fill, or one in plain text, such as to a form sent by another site. */
export function isBroken(answer: CaughtAnswer): boolean {
  return answer.status >= 400 && (!isHtml(answer) || isEmptyError(answer))
}

/** Whether Next left the content of an error to the browser's scripts, as it does for errors within a page. */
function isEmptyError({body}: CaughtAnswer): boolean {
  return body.toString('latin1', 0, 200).includes('<html id="__next_error__"')
}

/**
 * Seconds for which Next allows every reader to be given this answer; zero when it is for one reader, or already stale.
 *
 * @see https://www.rfc-editor.org/rfc/rfc9111#section-5.2.2.10
 */
export function keepsFor(answer: CaughtAnswer): number {
  if (!isForAll(answer) || answer.headers['x-nextjs-cache'] === 'STALE') return 0
  return Number(/s-maxage=(\d+)/.exec(rulesOf(answer))?.[1] ?? 0)
}

/** Whether an answer says that it may be given to every reader. */
export function isForAll(answer: CaughtAnswer): boolean {
  const rules = rulesOf(answer)
  if (/private|no-store/.test(rules) || answer.headers['set-cookie'] !== undefined) return false
  return /public|s-maxage/.test(rules)
}

function rulesOf({headers}: CaughtAnswer): string {
  return String(headers['cache-control'] ?? '')
}
