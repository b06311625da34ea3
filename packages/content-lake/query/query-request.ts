import {z} from 'zod'
import type {LakeRequest, QueryRequest} from '../contracts.ts'
import {badRequest} from '../errors.ts'
import {parsePerspective} from './perspective.ts'

const body = z.object({query: z.string(), params: z.record(z.string(), z.unknown()).nullish()})

/**
 * Reads a query request: GROQ and `$parameters` from the address or, when posted, from the body; options always from the
 * address. Options that concern the hosted API alone (`cacheMode`, `tag`, …) are ignored.
 *
 * @throws ApiError 400
 * @see https://www.sanity.io/docs/http-reference/query
 */
export function readQueryRequest(request: LakeRequest): QueryRequest {
  const {search, apiVersion, identity} = request
  const {query, params} = request.method === 'POST' ? readBody(request) : readSearch(search)
  const sourceMap = ['true', 'withKeyArraySelector'].includes(search.get('resultSourceMap') ?? '')
  return {
    query,
    params,
    identity,
    sourceMap,
    perspective: parsePerspective(search.get('perspective'), apiVersion),
  }
}

function readBody(request: LakeRequest): {query: string; params: Record<string, unknown>} {
  const parsed = body.safeParse(request.json())
  if (!parsed.success) throw badRequest('The body must be {"query": "…", "params": {…}}')
  return {query: parsed.data.query, params: parsed.data.params ?? {}}
}

/** A query and its parameters, as `query=…` and `$name=<JSON>`. */
export function readSearch(search: URLSearchParams): {query: string; params: Record<string, unknown>} {
  const query = search.get('query')
  if (!query) throw badRequest('The parameter "query" is missing')
  const params: Record<string, unknown> = {}
  for (const [name, json] of search) if (name.startsWith('$')) params[name.slice(1)] = readJson(name, json)
  return {query, params}
}

function readJson(name: string, json: string): unknown {
  try {
    return JSON.parse(json)
  } catch {
    throw badRequest(`The parameter "${name}" is not JSON`)
  }
}
