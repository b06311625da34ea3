import type {Route} from '../contracts.ts'
import {httpError} from '../errors.ts'

type Compiled = {route: Route; segments: string[]}
export type Match = {route: Route; params: Record<string, string>}

const REST = '*'

/** Finds the route for a path. Patterns are tried in order; the first that fits wins. */
export class Router {
  readonly #routes: Compiled[]

  constructor(routes: Route[]) {
    this.#routes = routes.map((route) => ({route, segments: route.pattern.split('/').slice(1)}))
  }

  /** @throws ApiError 404 when no pattern fits, 405 when only the method does not, 400 when the path is badly encoded. */
  match(method: string, path: string): Match {
    const parts = path.split('/').slice(1)
    const asked = method === 'HEAD' ? 'GET' : method
    let isPathKnown = false
    for (const {route, segments} of this.#routes) {
      const params = paramsOf(segments, parts)
      if (!params) continue
      if (route.method === asked) return {route, params}
      isPathKnown = true
    }
    throw isPathKnown ? httpError(405, `Method ${method} is not allowed here`) : httpError(404, 'Not Found')
  }
}

function paramsOf(segments: string[], parts: string[]): Record<string, string> | null {
  const last = segments.at(-1)
  const hasRest = last?.endsWith(REST) === true
  if (hasRest ? parts.length < segments.length : parts.length !== segments.length) return null
  const params: Record<string, string> = {}
  for (const [index, segment] of segments.entries()) {
    const isRest = hasRest && index === segments.length - 1
    const part = isRest ? parts.slice(index).join('/') : (parts[index] ?? '')
    if (segment.startsWith(':')) params[segment.slice(1, isRest ? -1 : undefined)] = decode(part)
    else if (segment !== part) return null
  }
  return params
}

function decode(part: string): string {
  try {
    return decodeURIComponent(part)
  } catch {
    throw httpError(400, 'The path is badly encoded')
  }
}
