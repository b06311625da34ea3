import type {Dataset, Feature, LakeContext, LakeRequest, LakeResponse} from '../contracts.ts'
import {publishedIdOf} from '../transaction/document-id.ts'
import type {Identity} from '../types.ts'

type Omitted = {id: string; reason: 'existence' | 'permission'}

/** Documents by id, as `getDocument` and `getDocuments` of the client ask for them. */
export function createDocFeature(context: LakeContext): Feature {
  return {
    routes: [
      {
        method: 'GET',
        pattern: '/data/doc/:dataset/:ids',
        access: 'anyone',
        handle: (request) => answerDocuments(context.dataset(request.params.dataset ?? ''), request),
      },
    ],
  }
}

function answerDocuments(dataset: Dataset, {params, search, identity}: LakeRequest): LakeResponse {
  const stored = dataset.documents()
  const asked = (params.ids ?? '').split(',').filter(Boolean)
  const ids = search.get('includeAllVersions') === 'true' ? allVersionsOf(asked, stored.keys()) : asked
  const readable = ids.filter((id) => mayRead(id, identity))
  const documents = readable.flatMap((id) => stored.get(id) ?? [])
  const omitted = ids.flatMap((id): Omitted[] => {
    if (!mayRead(id, identity)) return [{id, reason: 'permission'}]
    return stored.has(id) ? [] : [{id, reason: 'existence'}]
  })
  return {body: {documents: search.get('excludeContent') === 'true' ? [] : documents, omitted}}
}

function allVersionsOf(asked: string[], stored: Iterable<string>): string[] {
  const groups = new Set(asked.map(publishedIdOf))
  return [...stored].filter((id) => groups.has(publishedIdOf(id)))
}

/**
 * Drafts, versions and everything else under a path are private.
 *
 * Source: https://www.sanity.io/docs/content-lake/ids
 */
function mayRead(id: string, identity: Identity): boolean {
  return identity !== null || !id.includes('.')
}
