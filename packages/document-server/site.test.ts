import {once} from 'node:events'
import {mkdirSync, mkdtempSync, rmSync, writeFileSync} from 'node:fs'
import {createServer} from 'node:http'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import {COOKIE_NAME_PRERENDER_BYPASS} from 'next/dist/server/api-utils/index.js'
import {afterAll, beforeAll, expect, test} from 'vitest'
import {Stylesheets} from './css/used-css.ts'
import {errorPageSender} from './documents/error-page.ts'
import {HtmlPostProcessor} from './documents/post-process.ts'
import {SiteResponse} from './http/response.ts'
import {securityPolicies} from './http/security-headers.ts'
import {createSite, type Routes, readRoutes} from './site.ts'
import {StaticFiles} from './static-files.ts'

/** What Next writes of a build, as far as it is read. */
const MANIFESTS = {
  'routes-manifest.json': {
    staticRoutes: [
      {page: '/', regex: '^/(?:/)?$'},
      {page: '/thanks', regex: '^/thanks(?:/)?$'},
      {page: '/api/data', regex: '^/api/data(?:/)?$'},
      {page: '/sitemap.xml', regex: '^/sitemap\\.xml(?:/)?$'},
    ],
    dynamicRoutes: [
      {page: '/studio/[[...tool]]', regex: '^/studio(?:/(.+?))?(?:/)?$'},
      {page: '/[slug]', regex: '^/([^/]+?)(?:/)?$'},
    ],
  },
  'prerender-manifest.json': {
    routes: {'/': {srcRoute: '/'}, '/privacy': {srcRoute: '/[slug]'}},
    dynamicRoutes: {'/[slug]': {}},
    preview: {previewModeId: 'secret'},
  },
  'app-path-routes-manifest.json': {
    '/(site)/page': '/',
    '/thanks/page': '/thanks',
    '/api/data/route': '/api/data',
    '/sitemap.xml/route': '/sitemap.xml',
    '/studio/[[...tool]]/page': '/studio/[[...tool]]',
    '/[slug]/page': '/[slug]',
  },
}

let folder = ''
let routes: Routes
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'routes-'))
  for (const [name, manifest] of Object.entries(MANIFESTS))
    writeFileSync(join(folder, name), JSON.stringify(manifest))
  routes = readRoutes(folder, {
    isApplication: (path) => path.startsWith('/studio'),
    sharedPaths: ['/sitemap.xml'],
  })
})
afterAll(() => rmSync(folder, {recursive: true}))

test.each([
  ['/', 'shared'],
  ['/privacy', 'shared'],
  ['/none/', 'shared'],
  ['/thanks', 'personal'],
  ['/api/data', 'other'],
  ['/sitemap.xml', 'shared'],
  ['/studio/structure', 'other'],
  ['/no/such/address', 'personal'],
])('what is at %s is %s', (path, kind) => {
  expect(routes.kindOf(path)).toBe(kind)
})

test('only the cookie that Next gives to editors shows drafts', () => {
  expect(routes.isPreview(`a=1; ${COOKIE_NAME_PRERENDER_BYPASS}=secret`)).toBe(true)
  expect(routes.isPreview(`${COOKIE_NAME_PRERENDER_BYPASS}=made-up`)).toBe(false)
  expect(routes.isPreview(undefined)).toBe(false)
})

const silent = () => undefined

test('pages for one reader that all hang keep no reader from a page for all', async () => {
  const hanging = Promise.withResolvers<void>()
  let waiting = 0
  mkdirSync(join(folder, 'static'), {recursive: true})
  const policies = securityPolicies()
  const site = createSite({
    async next(request, response) {
      if (request.url === '/thanks') {
        waiting += 1
        await hanging.promise
      }
      response.setHeader('content-type', 'text/plain').end('words')
    },
    routes,
    postProcessor: new HtmlPostProcessor({
      stylesheets: new Stylesheets(folder),
      policies,
      logger: {debug: silent, info: silent, warn: silent, error: silent},
      maskPath: (path) => path,
    }),
    staticFiles: new StaticFiles(folder),
    sendErrorPage: errorPageSender(),
    siteUrl: 'https://site.example',
    cacheBytes: 1_000_000,
  })
  const server = createServer(
    {ServerResponse: SiteResponse},
    (request, response) => void site.answer(request, response, request.url ?? ''),
  )
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('The server has no port.')
  const ask = async (path: string) => (await fetch(`http://127.0.0.1:${address.port}${path}`)).text()

  const personal = Array.from({length: 40}, () => ask('/thanks'))
  await expect.poll(() => waiting).toBe(40)
  expect(await ask('/privacy')).toBe('words')
  hanging.resolve()
  expect(await Promise.all(personal)).toEqual(Array(40).fill('words'))
  server.closeAllConnections()
  await once(server.close(), 'close')
})
