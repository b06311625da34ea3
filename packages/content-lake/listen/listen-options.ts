import type {LakeRequest} from '../contracts.ts'
import {isApiVersionSince} from '../query/perspective.ts'
import {readSearch} from '../query/query-request.ts'

/** From this version on, listeners hear of published documents only, unless they ask for all versions. */
const PUBLISHED_ONLY_SINCE = '2025-02-19'

/** What a listener wants to hear of, and in which form. */
export type ListenOptions = {
  query: string
  params: Record<string, unknown>
  includeResult: boolean
  includePreviousRevision: boolean
  includeMutations: boolean
  includeAllVersions: boolean
  /** Effects as Mendoza patches. */
  includeEffects: boolean
  /** Whether the client expects to go on where it was, and knows `reset`; others only know `welcome`. */
  enableResume: boolean
  visibility: 'transaction' | 'query'
}

/**
 * Reads the address of a listener.
 *
 * @throws ApiError 400
 * @see https://www.sanity.io/docs/http-reference/listen
 */
export function readListenOptions({search, apiVersion}: LakeRequest): ListenOptions {
  const isOn = (name: string) => search.get(name) === 'true'
  return {
    ...readSearch(search),
    includeResult: isOn('includeResult'),
    includePreviousRevision: isOn('includePreviousRevision'),
    includeMutations: search.get('includeMutations') !== 'false',
    includeAllVersions: isOn('includeAllVersions') || !isApiVersionSince(apiVersion, PUBLISHED_ONLY_SINCE),
    includeEffects: search.get('effectFormat') === 'mendoza',
    enableResume: isOn('enableResume'),
    visibility: search.get('visibility') === 'query' ? 'query' : 'transaction',
  }
}
