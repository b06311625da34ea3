import {readFileSync} from 'node:fs'
import {join} from 'node:path'
import {z} from 'zod'

const route = z.object({page: z.string(), regex: z.string()})

const routesManifest = z.object({staticRoutes: z.array(route), dynamicRoutes: z.array(route)})

const prerenderManifest = z.object({
  routes: z.record(z.string(), z.object({srcRoute: z.string().nullish()})),
  dynamicRoutes: z.record(z.string(), z.unknown()),
  preview: z.object({previewModeId: z.string()}),
})

const appPaths = z.record(z.string(), z.string())

/**
 * `shared`: a page that is the same for everybody, kept by Next. `personal`: a page made for each request.
 * `other`: what is no page, such as data, or an application.
 */
export type RouteKind = 'shared' | 'personal' | 'other'

export type Routes = {
  /** What answers at this path. */
  kindOf(path: string): RouteKind
  /** Whether these cookies were given to an editor who sees drafts. */
  isPreview(cookies: string | undefined): boolean
}

/** @see node_modules/next/dist/server/api-utils/index.js */
const PREVIEW_COOKIE = /(?:^|;\s*)__prerender_bypass=([^;]*)/

/**
 * Reads what Next says about a build's routes.
 *
 * @param folder the build's
 * @param isApplication whether a path is that of an application rather than a page
 */
export function readRoutes(folder: string, isApplication: (path: string) => boolean): Routes {
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
  // In the order in which Next tries them.
  const matchers = [...staticRoutes, ...dynamicRoutes].map(({page, regex}) => ({
    pattern: new RegExp(regex),
    kind: kindOfRoute(page),
  }))
  const {previewModeId} = prerendered.preview

  function kindOfRoute(page: string): RouteKind {
    if (!pages.has(page) || isApplication(page)) return 'other'
    return shared.has(page) ? 'shared' : 'personal'
  }

  return {
    kindOf: (path) => matchers.find(({pattern}) => pattern.test(path))?.kind ?? 'personal',
    isPreview: (cookies) => PREVIEW_COOKIE.exec(cookies ?? '')?.[1] === previewModeId,
  }
}
