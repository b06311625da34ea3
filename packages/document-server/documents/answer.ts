import {type IncomingMessage, type OutgoingHttpHeaders, STATUS_CODES} from 'node:http'
import {chooseEncoding, compress, type Encoding} from '../http/encoding.ts'
import {locationFor, matchesTag} from '../http/request.ts'
import {atEndOfTurn, type CaughtAnswer, type SiteResponse} from '../http/response.ts'
import {askForReader, isBroken, isHtml, type NextHandler} from './ask-next.ts'
import type {SendErrorPage} from './error-page.ts'
import {NOT_FOUND_PATH, type PageCache, type Pages, type ReadAnswer} from './pages.ts'
import type {PackedPage, StaticPage} from './static-page.ts'

/** Headers of Next's answer that say something of a body which is not the one that is sent. */
const DROPPED = /^(?:etag|link|transfer-encoding|content-length|vary|x-nextjs-.*|x-middleware-.*)$/

const UNSTORED = 'private, no-store'

/**
 * The browser that sent a form may store the answer, and shows it when its reader goes back there. Without it, it could only
 * ask to send the form once more, and what was typed would be gone.
 */
const ANSWER_TO_FORM = 'private, no-cache'

export type AnswerOptions = {
  /** Asks Next for a page that is made for one request. */
  next: NextHandler
  pages: Pages
  cache: PageCache
  /** The static page that an answer becomes; nothing when it does not declare itself a document, or cannot be one. */
  process: (path: string, answer: CaughtAnswer, fingerprint: string) => StaticPage | undefined
  sendErrorPage: SendErrorPage
}

/** Answers requests for pages. */
export class PageAnswers {
  readonly #options: AnswerOptions

  constructor(options: AnswerOptions) {
    this.#options = options
  }

  /** Answers with a page that is the same for every reader. `path` names it, without a query. */
  shared(request: IncomingMessage, response: SiteResponse, path: string): void | Promise<void> {
    const page = this.#options.pages.find(path)
    // Without a promise, which a page that is ready needs none of.
    if (page) return this.#send(request, response, path, {page, isFresh: true})
    return this.#options.pages.read(path).then((read) => this.#answer(request, response, path, read))
  }

  /** Answers with a page that is made for this request alone, such as one that shows an order. */
  async personal(request: IncomingMessage, response: SiteResponse, path: string): Promise<void> {
    const {next, process, sendErrorPage} = this.#options
    const answer = await askForReader(next, request, response)
    if (response.destroyed) return
    if (answer.status >= 300 && answer.status < 400) return sendRedirect(request, response, answer)
    // It is never looked up again, so it needs no fingerprint.
    const page = isHtml(answer) ? process(path, answer, '') : undefined
    if (page) return sendPersonal(request, response, answer, page)
    if (!isBroken(answer)) return sendUnchanged(request, response, answer)
    if (answer.status === 404) return this.#missing(request, response)
    // As for pages that are the same for every reader: what cannot be shown now may be in a while.
    const isRead = request.method === 'GET' || request.method === 'HEAD'
    return sendErrorPage(response, isRead && answer.status === 500 ? 503 : answer.status)
  }

  /** Answers with the page for addresses that do not exist. */
  async #missing(request: IncomingMessage, response: SiteResponse): Promise<void> {
    const {pages, sendErrorPage} = this.#options
    const page = pages.find(NOT_FOUND_PATH)
    const read: ReadAnswer = page ? {kind: 'page', page, isFresh: true} : await pages.read(NOT_FOUND_PATH)
    if (read.kind !== 'page') return sendErrorPage(response, 404)
    return this.#send(request, response, NOT_FOUND_PATH, read)
  }

  async #answer(
    request: IncomingMessage,
    response: SiteResponse,
    path: string,
    read: ReadAnswer,
  ): Promise<void> {
    switch (read.kind) {
      case 'page':
        return this.#send(request, response, path, read)
      case 'missing':
        return this.#missing(request, response)
      case 'moved':
        response.writeHead(read.status, {
          location: locationFor(read.location, request.url ?? ''),
          'content-length': 0,
        })
        response.end()
        return
      case 'other':
        return sendUnchanged(request, response, read.isFresh ? read.answer : unstoredAnswer(read.answer))
      case 'failed':
        return this.#options.sendErrorPage(response, 503)
      case 'overloaded':
        return this.#options.sendErrorPage(response, 503, {isBusy: true})
    }
  }

  /** Sends a static page as the reader can take it: packed, or the answer that nothing changed. */
  #send(
    request: IncomingMessage,
    response: SiteResponse,
    path: string,
    {page, isFresh}: {page: StaticPage; isFresh: boolean},
  ): void | Promise<void> {
    const encoding = encodingFor(request)
    const packed = page.packed(encoding)
    if (packed) return atEndOfTurn(() => sendPacked(request, response, {page, packed, isFresh}))
    return page.pack(encoding).then((packed) => {
      // It takes more memory than before.
      this.#options.cache.recount(path)
      sendPacked(request, response, {page, packed, isFresh})
    })
  }
}

function encodingFor({headers}: IncomingMessage): Encoding {
  const accepted = headers['accept-encoding']
  return chooseEncoding(typeof accepted === 'string' ? accepted : undefined)
}

function sendPacked(
  request: IncomingMessage,
  response: SiteResponse,
  {page, packed, isFresh}: {page: StaticPage; packed: PackedPage; isFresh: boolean},
): void {
  if (response.destroyed) return
  if (!isFresh || page.status !== 200) response.sendWhole(page.status, packed.staleHeaders, packed.body)
  else if (matchesTag(request.headers['if-none-match'], packed.tag))
    response.sendWhole(304, packed.unchangedHeaders)
  else response.sendWhole(200, packed.freshHeaders, packed.body)
}

function sendRedirect(
  {method, url = ''}: IncomingMessage,
  response: SiteResponse,
  {status, headers}: CaughtAnswer,
): void {
  const {'content-type': _type, location: stated, ...kept} = unstored(headers)
  const target = String([stated].flat()[0] ?? '/')
  // The query of a form that is answered belongs to the form.
  const location = locationFor(target, method === 'POST' ? '' : url)
  response.writeHead(status, {...kept, location, 'content-length': 0})
  response.end()
}

/** Sends a static page that was made for this request. */
async function sendPersonal(
  request: IncomingMessage,
  response: SiteResponse,
  {status, headers}: CaughtAnswer,
  page: StaticPage,
): Promise<void> {
  const encoding = encodingFor(request)
  const body = await compress(await page.html(), encoding, 'quick')
  if (response.destroyed) return
  // Next may have named another status while it made the page.
  response.statusMessage = STATUS_CODES[status] ?? ''
  response.writeHead(status, {
    ...unstored(headers),
    'cache-control': request.method === 'POST' ? ANSWER_TO_FORM : UNSTORED,
    vary: 'Accept-Encoding',
    'content-security-policy': page.policy,
    'content-length': body.length,
    ...(encoding === 'identity' ? {} : {'content-encoding': encoding}),
  })
  response.end(body)
}

/** Sends an answer as Next made it, packed, since Next was not told what the reader accepts. */
async function sendUnchanged(
  request: IncomingMessage,
  response: SiteResponse,
  {status, headers, body}: CaughtAnswer,
): Promise<void> {
  const encoding = encodingFor(request)
  const packed = await compress(body, encoding, 'quick')
  if (response.destroyed) return
  const {etag: _etag, 'transfer-encoding': _transfer, ...kept} = headers
  const own: OutgoingHttpHeaders = {vary: varying(headers.vary), 'content-length': packed.length}
  if (encoding !== 'identity') own['content-encoding'] = encoding
  response.writeHead(status, {...kept, ...own})
  response.end(packed)
}

/** A last good answer, which no cache may keep. */
function unstoredAnswer(answer: CaughtAnswer): CaughtAnswer {
  return {...answer, headers: {...answer.headers, 'cache-control': 'private, no-store'}}
}

/** No cache would learn when such an answer is out of date, so none may keep it, whether it is for every reader or not. */
function unstored(headers: OutgoingHttpHeaders): OutgoingHttpHeaders {
  const kept = Object.entries(headers).filter(([name]) => !DROPPED.test(name))
  return {...Object.fromEntries(kept), 'cache-control': UNSTORED}
}

function varying(before: OutgoingHttpHeaders[string]): string {
  const names = [before].flat().flatMap((value) => String(value ?? '').split(/\s*,\s*/))
  return [...new Set([...names.filter((name) => name !== ''), 'Accept-Encoding'])].join(', ')
}
