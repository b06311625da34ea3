import {z} from 'zod'
import {canWrite} from '../access/people.ts'
import type {CommitResult, Feature, LakeContext, LakeRequest, LakeResponse} from '../contracts.ts'
import {insufficientPermissions, malformed} from '../errors.ts'

/** The longest body of a request with mutations or actions. */
export const MAX_WRITE_BODY_BYTES = 16 << 20

const Body = z.object({
  mutations: z.array(z.record(z.string(), z.unknown())),
  transactionId: z.string().optional(),
})

/** `POST /data/mutate/:dataset`. @see https://www.sanity.io/docs/http-reference/mutation */
export function createMutateFeature(context: LakeContext): Feature {
  return {
    routes: [
      {
        method: 'POST',
        pattern: '/data/mutate/:dataset',
        access: 'viewer',
        maxBody: MAX_WRITE_BODY_BYTES,
        handle: (request) => answerMutate(context, request),
      },
    ],
  }
}

async function answerMutate(context: LakeContext, request: LakeRequest): Promise<LakeResponse> {
  const {identity, params, search} = request
  if (!canWrite(identity)) throw insufficientPermissions('update').toApiError('mutationError', 0)
  const body = Body.safeParse(request.json())
  if (!body.success) throw malformed('The body must be an object with an array of "mutations"')
  const {mutations, transactionId = search.get('transactionId') ?? undefined} = body.data
  const dryRun = isTrue(search, 'dryRun')
  const dataset = context.dataset(params.dataset ?? '', {create: !dryRun})
  const result = await dataset.commit(mutations, {
    identity,
    dryRun,
    autoGenerateArrayKeys: isTrue(search, 'autoGenerateArrayKeys'),
    ...(transactionId && {transactionId}),
  })
  return {body: present(result, isTrue(search, 'returnDocuments'))}
}

function present({transactionId, results}: CommitResult, returnDocuments: boolean): unknown {
  return {
    transactionId,
    results: results.map(({id, operation, document}) => ({
      id,
      operation,
      ...(returnDocuments && document && {document}),
    })),
  }
}

function isTrue(search: URLSearchParams, name: string): boolean {
  return search.get(name) === 'true'
}
