import {mkdtempSync, rmSync, writeFileSync} from 'node:fs'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import {COOKIE_NAME_PRERENDER_BYPASS} from 'next/dist/server/api-utils/index.js'
import {afterAll, beforeAll, expect, test} from 'vitest'
import {type Routes, readRoutes} from './site.ts'

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
