import {z} from 'zod'
import type {
  Feature,
  LakeContext,
  LakeRequest,
  LakeResponse,
  Perspective,
  QueryRequest,
} from '../contracts.ts'
import {badRequest} from '../errors.ts'

/**
 * From this version on, a query without a perspective reads published documents, and releases can be perspectives. Before it,
 * the default is `raw`, and versions in releases are never read.
 *
 * @see https://www.sanity.io/docs/specifications/groq-functions/changelog
 */
const RELEASES_SINCE = '2025-02-19'
/** How many layers a perspective may have. */
const MAX_LAYERS = 20

/** `GET` and `POST /data/query/:dataset`: GROQ over HTTP. Anonymous callers read public documents. */
export function createQueryFeature(context: LakeContext): Feature {
  const handle = async (request: LakeRequest): Promise<LakeResponse> => {
    const dataset = context.dataset(request.params.dataset ?? '')
    const query = readQueryRequest(request)
    const answer = await context.engine(dataset).run(query)
    const echo = request.search.get('returnQuery') === 'false' ? {} : {query: query.query}
    return {body: {...echo, ...answer}}
  }
  const route = {pattern: '/data/query/:dataset', access: 'anyone' as const, handle}
  return {
    routes: [
      {method: 'GET', ...route},
      {method: 'POST', ...route},
    ],
  }
}

const Body = z.object({query: z.string(), params: z.record(z.string(), z.unknown()).nullish()})

/**
 * Reads a query request: GROQ and `$parameters` from the address or, when posted, from the body; options always from the
 * address. Options that concern the hosted API alone (`cacheMode`, `tag`, …) are ignored.
 *
 * @throws ApiError 400
 * @see https://www.sanity.io/docs/http-reference/query
 */
function readQueryRequest(request: LakeRequest): QueryRequest {
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
  const parsed = Body.safeParse(request.json())
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

/** Whether a version of the API as in the path (`v1`, `v2024-01-01`, `vX`) is that of a date or newer. */
export function isApiVersionSince(apiVersion: string, date: string): boolean {
  const version = apiVersion.replace(/^v/, '')
  return version === 'X' || version >= date
}

/**
 * The perspective that a request asks for: `raw`, `published`, or layers in order of precedence, separated by commas.
 * `previewDrafts` is the older name of `drafts`.
 *
 * @throws ApiError 400 when a name cannot be one of a perspective or a release.
 * @see https://www.sanity.io/docs/content-lake/perspectives
 */
function parsePerspective(asked: string | null, apiVersion: string): Perspective {
  const knowsReleases = isApiVersionSince(apiVersion, RELEASES_SINCE)
  const raw = knowsReleases ? 'raw' : 'rawWithoutVersions'
  if (!asked) return knowsReleases ? 'published' : raw
  const names = asked.split(',').map((name) => (name === 'previewDrafts' ? 'drafts' : name))
  if (names.length === 1 && names[0] === 'raw') return raw
  if (names.length > MAX_LAYERS) throw badRequest(`A perspective has at most ${MAX_LAYERS} layers`)
  for (const name of names) {
    if (name === 'raw' || !/^[a-zA-Z0-9_-]+$/.test(name)) throw badRequest(`Invalid perspective "${asked}"`)
  }
  if (!knowsReleases && !['drafts', 'published'].includes(asked.replace('previewDrafts', 'drafts')))
    throw badRequest('Complex perspectives are not supported for this version')
  const layers = [
    ...new Set(names.slice(0, names.includes('published') ? names.indexOf('published') : undefined)),
  ]
  return layers.length === 0 ? 'published' : layers
}
