import {readFileSync} from 'node:fs'
import type {IncomingMessage} from 'node:http'
import {join} from 'node:path'
import {z} from 'zod'
import {generation, type Render, renders} from './cache/generation.ts'
import {PageAnswers} from './documents/answer.ts'
import type {NextHandler} from './documents/ask-next.ts'
import {ConcurrencyLimiter} from './documents/concurrency-limiter.ts'
import type {SendErrorPage} from './documents/error-page.ts'
import {PageCache, Pages} from './documents/pages.ts'
import type {HtmlPostProcessor} from './documents/post-process.ts'
import {canonicalPath, isCrossSite} from './http/request.ts'
import {askForPage, type CaughtAnswer, type SiteResponse} from './http/response.ts'
import type {StaticFiles} from './static-files.ts'

export type SiteOptions = {
  next: NextHandler
  routes: Routes
  postProcessor: HtmlPostProcessor
  staticFiles: StaticFiles
  sendErrorPage: SendErrorPage
  /** The site's own address, as browsers know it. */
  siteUrl: string
  /** Bytes that static pages may take. */
  cacheBytes: number
}

/** Pages take the processor, so few at once are made soonest. */
const RENDER_LIMITS = {maxRunning: 16, maxWaiting: 512, maxWaitMs: 10_000}
/**
 * Pages for one reader wait for others too, such as a database. They have turns of their own, so that a database that hangs keeps no
 * reader from a page that needs none.
 */
const PERSONAL_LIMITS = {maxRunning: 128, maxWaiting: 512, maxWaitMs: 5_000}
/** Data and pictures mostly wait for others. */
const ANSWER_LIMITS = {maxRunning: 256, maxWaiting: 512, maxWaitMs: 10_000}

/** Methods that something here may know. Next breaks on others. */
const METHODS = new Set(['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'])

const ASSET = /^\/_next\/static\//

/** Answers requests: static pages from here, everything else from Next as it comes. */
export function createSite({
  next,
  routes,
  postProcessor,
  staticFiles,
  sendErrorPage,
  siteUrl,
  cacheBytes,
}: SiteOptions) {
  const {host} = new URL(siteUrl)
  const cache = new PageCache(cacheBytes)
  const renderLimiter = new ConcurrencyLimiter(RENDER_LIMITS)
  const personalLimiter = new ConcurrencyLimiter(PERSONAL_LIMITS)
  const answerLimiter = new ConcurrencyLimiter(ANSWER_LIMITS)
  const within = (render: Render, work: () => Promise<void>) => renders.run(render, work)
  const begin = (): Render => ({began: generation.current, isOwn: false})
  const process = (path: string, answer: CaughtAnswer, fingerprint: string) =>
    postProcessor.process(path, answer, fingerprint)

  const pages = new Pages({
    cache,
    generation,
    ask: (path, render) => renderLimiter.run(() => renders.run(render, () => askForPage(next, path, host))),
    process,
  })
  const answers = new PageAnswers({
    next: (request, response) => personalLimiter.run(() => within(begin(), () => next(request, response))),
    pages,
    cache,
    process,
    sendErrorPage,
  })

  const passOn = (request: IncomingMessage, response: SiteResponse) =>
    answerLimiter.run(() => within(begin(), () => next(request, response)))

  /** Pages are read, and take forms. */
  function refuseMethod(response: SiteResponse, method: string): void | Promise<void> {
    response.setHeader('Allow', 'GET, HEAD, POST, OPTIONS')
    if (method !== 'OPTIONS') return sendErrorPage(response, 405)
    response.writeHead(204).end()
  }

  return {
    /** Answers one request. `path` is the address without a query. */
    answer(request: IncomingMessage, response: SiteResponse, path: string): void | Promise<void> {
      const {headers, method = ''} = request
      if (!METHODS.has(method)) return refuseMethod(response, method)
      if (ASSET.test(path))
        return staticFiles.answer(request, response, path) ? undefined : next(request, response)
      const kind = routes.kindOf(path)
      // Next's own scripts, which only previews and applications have, ask for data in place of pages.
      const isAction = method === 'POST' && headers['next-action'] !== undefined
      // Next would answer that it broke.
      if (method === 'POST' && kind !== 'other' && isCrossSite(headers, siteUrl))
        return sendErrorPage(response, 403)
      const isForScripts = headers.rsc !== undefined || isAction
      if (kind === 'other' || isForScripts || routes.isPreview(headers.cookie))
        return passOn(request, response)
      const isRead = method === 'GET' || method === 'HEAD'
      if (!isRead && method !== 'POST') return refuseMethod(response, method)
      const name = kind === 'shared' && isRead ? canonicalPath(path) : undefined
      return name === undefined
        ? answers.personal(request, response, path)
        : answers.shared(request, response, name)
    },
  }
}

/**
 * `shared`: what is the same for every reader: a page that Next keeps, or what the site says is. `personal`: a page made for each request.
 * `other`: what is no page, such as data, or an application.
 */
export type RouteKind = 'shared' | 'personal' | 'other'

export type Routes = {
  /** What answers at this path. */
  kindOf(path: string): RouteKind
  /** Whether these cookies were given to an editor who sees drafts. */
  isPreview(cookies: string | undefined): boolean
}

const route = z.object({page: z.string(), regex: z.string()})

const routesManifest = z.object({staticRoutes: z.array(route), dynamicRoutes: z.array(route)})

const prerenderManifest = z.object({
  routes: z.record(z.string(), z.object({srcRoute: z.string().nullish()})),
  dynamicRoutes: z.record(z.string(), z.unknown()),
  preview: z.object({previewModeId: z.string()}),
})

const appPaths = z.record(z.string(), z.string())

/** @see node_modules/next/dist/server/api-utils/index.js */
const PREVIEW_COOKIE = /(?:^|;\s*)__prerender_bypass=([^;]*)/

export type RoutesOptions = {
  /** Whether a path is that of an application rather than a page. */
  isApplication: (path: string) => boolean
  /** Paths of answers that are the same for every reader although Next makes them for each request: `/sitemap.xml`. */
  sharedPaths?: readonly string[]
}

/**
 * Reads what Next says about a build's routes.
 *
 * @param folder the build's
 */
export function readRoutes(folder: string, {isApplication, sharedPaths = []}: RoutesOptions): Routes {
  const read = <Shape extends z.ZodType>(name: string, shape: Shape): z.output<Shape> =>
    shape.parse(JSON.parse(readFileSync(join(folder, name), 'utf8')))
  const {staticRoutes, dynamicRoutes} = read('routes-manifest.json', routesManifest)
  const prerendered = read('prerender-manifest.json', prerenderManifest)
  const files = Object.entries(read('app-path-routes-manifest.json', appPaths))

  const pages = new Set(files.flatMap(([file, page]) => (file.endsWith('/page') ? [page] : [])))
  const shared = new Set([
    ...Object.entries(prerendered.routes).map(([path, {srcRoute}]) => srcRoute ?? path),
    ...Object.keys(prerendered.dynamicRoutes),
  ])
  const kindOfRoute = (page: string): RouteKind => {
    if (sharedPaths.includes(page)) return 'shared'
    if (!pages.has(page) || isApplication(page)) return 'other'
    return shared.has(page) ? 'shared' : 'personal'
  }
  // In the order in which Next tries them.
  const matchers = [...staticRoutes, ...dynamicRoutes].map(({page, regex}) => ({
    pattern: new RegExp(regex),
    kind: kindOfRoute(page),
  }))
  const {previewModeId} = prerendered.preview
  return {
    kindOf: (path) => matchers.find(({pattern}) => pattern.test(path))?.kind ?? 'personal',
    isPreview: (cookies) => PREVIEW_COOKIE.exec(cookies ?? '')?.[1] === previewModeId,
  }
}
