import {mayRead} from '../access/may-read.ts'
import type {Dataset, Feature, LakeContext, LakeRequest, LakeResponse} from '../contracts.ts'
import {publishedIdOf} from '../documents.ts'

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
  const readable = ids.filter((id) => mayRead(dataset, id, identity))
  const documents = readable.flatMap((id) => stored.get(id) ?? [])
  const omitted = ids.flatMap((id): Omitted[] => {
    if (!mayRead(dataset, id, identity)) return [{id, reason: 'permission'}]
    return stored.has(id) ? [] : [{id, reason: 'existence'}]
  })
  return {body: {documents: search.get('excludeContent') === 'true' ? [] : documents, omitted}}
}

function allVersionsOf(asked: string[], stored: Iterable<string>): string[] {
  const groups = new Set(asked.map(publishedIdOf))
  return [...stored].filter((id) => groups.has(publishedIdOf(id)))
}
