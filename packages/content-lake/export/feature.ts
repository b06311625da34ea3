import {Readable} from 'node:stream'
import {mayRead} from '../access/may-read.ts'
import type {Feature, LakeContext, LakeDocument, LakeRequest} from '../contracts.ts'
import {streamTo} from '../stream-to.ts'

/** Lines are written in pieces of about this many characters, so that a large dataset is never held twice. */
const CHUNK = 64 * 1024

/**
 * All documents of a dataset, one JSON object a line, as they are when the request is made. Whoever has no token gets what
 * is public. `types` limits them to some types.
 *
 * @see https://www.sanity.io/docs/http-reference/export
 */
export function createExportFeature(context: LakeContext): Feature {
  return {
    routes: [
      {
        method: 'GET',
        pattern: '/data/export/:dataset',
        access: 'anyone',
        handle: async (request) => {
          await stream(request, documentsFor(request, context))
          return undefined
        },
      },
    ],
  }
}

function documentsFor({params, search, identity}: LakeRequest, context: LakeContext): LakeDocument[] {
  const types = search.get('types')?.split(',').filter(Boolean)
  const dataset = context.dataset(params.dataset ?? '')
  return [...dataset.documents().values()].filter(
    ({_id, _type}) => mayRead(dataset, _id, identity) && (!types?.length || types.includes(_type)),
  )
}

async function stream({outgoing, method}: LakeRequest, documents: LakeDocument[]): Promise<void> {
  outgoing.writeHead(200, {'content-type': 'application/x-ndjson', 'cache-control': 'no-store'})
  if (method === 'HEAD') {
    outgoing.end()
    return
  }
  await streamTo(outgoing, Readable.from(lines(documents)))
}

function* lines(documents: LakeDocument[]): Generator<string> {
  let chunk = ''
  for (const document of documents) {
    chunk += `${JSON.stringify(document)}\n`
    if (chunk.length < CHUNK) continue
    yield chunk
    chunk = ''
  }
  if (chunk) yield chunk
}
