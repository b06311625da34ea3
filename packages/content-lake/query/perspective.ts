import type {Perspective} from '../contracts.ts'
import {badRequest} from '../errors.ts'

/** From this version on, a query that names no perspective reads published documents; before, everything. */
const PUBLISHED_BY_DEFAULT_SINCE = '2025-02-19'
const MAX_LAYERS = 20

/** Whether a version as it stands in the path (`v1`, `v2024-01-01`, `vX`) is the dated one or newer. */
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
export function parsePerspective(asked: string | null, apiVersion: string): Perspective {
  if (!asked) return isApiVersionSince(apiVersion, PUBLISHED_BY_DEFAULT_SINCE) ? 'published' : 'raw'
  const names = asked.split(',').map((name) => (name === 'previewDrafts' ? 'drafts' : name))
  if (names.length === 1 && names[0] === 'raw') return 'raw'
  if (names.length > MAX_LAYERS) throw badRequest(`A perspective has at most ${MAX_LAYERS} layers`)
  for (const name of names) {
    if (name === 'raw' || !/^[a-zA-Z0-9_-]+$/.test(name)) throw badRequest(`Invalid perspective "${asked}"`)
  }
  const layers = [
    ...new Set(names.slice(0, names.includes('published') ? names.indexOf('published') : undefined)),
  ]
  return layers.length === 0 ? 'published' : layers
}
