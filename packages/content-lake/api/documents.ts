import {Readable} from 'node:stream'
import {mayRead} from '../access/people.ts'
import type {Dataset, Feature, LakeContext, LakeDocument, LakeRequest, LakeResponse} from '../contracts.ts'
import {publishedIdOf} from '../documents.ts'
import {streamTo} from '../http/event-stream.ts'

/** Lines of an export are written in pieces of about this size, so that a large dataset is not in memory twice. */
const CHUNK_CHARACTERS = 64 * 1024

/**
 * `GET /data/doc/:dataset/:ids`, and `GET /data/export/:dataset`: documents by id, and all documents of a dataset.
 *
 * @see https://www.sanity.io/docs/http-reference/doc
 * @see https://www.sanity.io/docs/http-reference/export
 */
export function createDocumentsFeature(context: LakeContext): Feature {
  const datasetOf = ({params}: LakeRequest) => context.dataset(params.dataset ?? '')
  return {
    routes: [
      {
        method: 'GET',
        pattern: '/data/doc/:dataset/:ids',
        access: 'anyone',
        handle: (request) => answerDocuments(datasetOf(request), request),
      },
      {
        method: 'GET',
        pattern: '/data/export/:dataset',
        access: 'anyone',
        handle: (request) => answerExport(datasetOf(request), request),
      },
    ],
  }
}

type Omitted = {id: string; reason: 'existence' | 'permission'}

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

/** One JSON object a line: the documents that the caller may read, as they are now. `types` limits them to some types. */
async function answerExport(dataset: Dataset, request: LakeRequest): Promise<undefined> {
  const {outgoing, method, search, identity} = request
  const types = search.get('types')?.split(',').filter(Boolean)
  const documents = [...dataset.documents().values()].filter(
    ({_id, _type}) => mayRead(dataset, _id, identity) && (!types?.length || types.includes(_type)),
  )
  outgoing.writeHead(200, {'content-type': 'application/x-ndjson', 'cache-control': 'no-store'})
  if (method === 'HEAD') outgoing.end()
  else await streamTo(outgoing, Readable.from(lines(documents)))
}

function* lines(documents: LakeDocument[]): Generator<string> {
  let chunk = ''
  for (const document of documents) {
    chunk += `${JSON.stringify(document)}\n`
    if (chunk.length < CHUNK_CHARACTERS) continue
    yield chunk
    chunk = ''
  }
  if (chunk) yield chunk
}
