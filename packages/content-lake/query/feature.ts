import type {Feature, LakeContext, LakeRequest, LakeResponse} from '../contracts.ts'
import {readQueryRequest} from './query-request.ts'

/** `/data/query/:dataset`: GROQ over HTTP. Anonymous callers read published documents. */
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
