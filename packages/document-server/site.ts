import type {IncomingMessage, ServerResponse} from 'node:http'
import {generation, type Render, renders} from './cache/generation.ts'
import {answerPersonal} from './documents/answer-personal.ts'
import {answerMissing, answerShared} from './documents/answer-shared.ts'
import type {Finisher} from './documents/finisher.ts'
import {PageCache} from './documents/page-cache.ts'
import {Pages} from './documents/pages.ts'
import type {SendErrorPage} from './documents/send-error-page.ts'
import {isForeign} from './http/is-foreign.ts'
import {askForPage} from './http/own-request.ts'
import type {CaughtAnswer, SiteResponse} from './http/site-response.ts'
import {Turnstile} from './limits/turnstile.ts'
import type {Routes} from './routes.ts'

export type NextHandler = (request: IncomingMessage, response: ServerResponse) => Promise<void>

export type SiteOptions = {
  next: NextHandler
  routes: Routes
  finisher: Finisher
  sendErrorPage: SendErrorPage
  /** The site's own address, as browsers know it. */
  siteUrl: string
  /** Bytes that finished pages may take. */
  cacheBytes: number
}

/** Pages take the processor, so few at once are made soonest. */
const RENDERS = {inside: 16, waiting: 512, patience: 10_000}
/** Data and pictures mostly wait for others. */
const ANSWERS = {inside: 256, waiting: 512, patience: 10_000}

/** Methods that something here may know. Next breaks on others. */
const METHODS = new Set(['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'])

/** Paths whose parts say nothing in two ways, so that one page has one name. */
const PLAIN = /^(?:\/(?!\.{1,2}(?:\/|$))[A-Za-z0-9._~-]+)*\/?$/
const ASSET = /^\/_next\/static\//

/** Answers requests: documents from here, everything else from Next as it comes. */
export function createSite({next, routes, finisher, sendErrorPage, siteUrl, cacheBytes}: SiteOptions) {
  const {host} = new URL(siteUrl)
  const cache = new PageCache(cacheBytes)
  const renderTurns = new Turnstile(RENDERS)
  const answerTurns = new Turnstile(ANSWERS)
  const within = (render: Render, work: () => Promise<void>) => renders.run(render, work)
  const begin = (): Render => ({began: generation.current, isOwn: false})

  const pages = new Pages({
    cache,
    generation,
    ask: (path, render) => renderTurns.run(() => renders.run(render, () => askForPage(next, path, host))),
    finish: (path, answer, print) => finisher.finish(path, answer, print),
  })
  const shared = {pages, cache, sendErrorPage}
  const personal = {
    next: (request: IncomingMessage, response: SiteResponse) =>
      renderTurns.run(() => within(begin(), () => next(request, response))),
    // Nobody looks this one up again, so nothing need tell it from others.
    finish: (path: string, answer: CaughtAnswer) => finisher.finish(path, answer, ''),
    answerMissing: answerMissing.bind(null, shared),
    sendErrorPage,
  }

  const passOn = (request: IncomingMessage, response: SiteResponse) =>
    answerTurns.run(() => within(begin(), () => next(request, response)))

  /** Pages are read, and take forms. */
  function refuseMethod(response: SiteResponse, method: string): void | Promise<void> {
    response.setHeader('Allow', 'GET, HEAD, POST, OPTIONS')
    if (method !== 'OPTIONS') return sendErrorPage(response, 405)
    response.writeHead(204).end()
  }

  return {
    cache,
    /** Answers one request. `path` is the address without a query. */
    answer(request: IncomingMessage, response: SiteResponse, path: string): void | Promise<void> {
      const {headers, method = ''} = request
      if (!METHODS.has(method)) return refuseMethod(response, method)
      if (ASSET.test(path)) return next(request, response)
      const kind = routes.kindOf(path)
      // Next's own scripts, which only previews and the Studio have, ask for data in place of pages.
      const isAction = method === 'POST' && headers['next-action'] !== undefined
      // Next would answer that it broke.
      if (method === 'POST' && kind !== 'other' && isForeign(headers, siteUrl))
        return sendErrorPage(response, 403)
      const isForScripts = headers.rsc !== undefined || isAction
      if (kind === 'other' || isForScripts || routes.isPreview(headers.cookie))
        return passOn(request, response)
      const isRead = method === 'GET' || method === 'HEAD'
      if (!isRead && method !== 'POST') return refuseMethod(response, method)
      if (kind === 'shared' && isRead && PLAIN.test(path))
        return answerShared(shared, request, response, withoutLastSlash(path))
      return answerPersonal(personal, request, response, path)
    },
  }
}

function withoutLastSlash(path: string): string {
  return path.length > 1 && path.endsWith('/') ? path.slice(0, -1) : path
}
