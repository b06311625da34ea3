import {z} from 'zod'
import {canWrite} from '../access/people.ts'
import type {Feature, Identity, LakeRequest, LakeResponse} from '../contracts.ts'
import type {StoredDataset} from '../dataset/stored-dataset.ts'
import {insufficientPermissions, invalid, malformed} from '../errors.ts'
import type {Step} from '../transaction/steps.ts'
import {DocumentAction, performDocumentAction} from './document-actions.ts'
import {MAX_WRITE_BODY_BYTES} from './mutate.ts'
import {ReleaseAction, releaseStep} from './release-actions.ts'

const Body = z.object({
  actions: z.array(z.unknown()),
  transactionId: z.string().optional(),
  dryRun: z.boolean().optional(),
})
const Named = z.object({actionType: z.string()})

type OpenDataset = (name: string, options?: {create?: boolean}) => StoredDataset

/**
 * `POST /data/actions/:dataset`: the actions of a request are one transaction.
 *
 * @see https://www.sanity.io/docs/http-reference/actions
 */
export function createActionsFeature(openDataset: OpenDataset): Feature {
  return {
    routes: [
      {
        method: 'POST',
        pattern: '/data/actions/:dataset',
        access: 'viewer',
        maxBody: MAX_WRITE_BODY_BYTES,
        handle: (request) => answerActions(openDataset, request),
      },
    ],
  }
}

async function answerActions(openDataset: OpenDataset, request: LakeRequest): Promise<LakeResponse> {
  const {identity} = request
  if (!canWrite(identity)) throw insufficientPermissions('update').toApiError('actionError', 0)
  const body = Body.safeParse(request.json())
  if (!body.success) throw malformed('The body must be an object with an array of "actions"')
  const {transactionId, dryRun = false} = body.data
  const actions = body.data.actions.map(parseAction)
  const dataset = openDataset(request.params.dataset ?? '', {create: !dryRun})
  const result = await dataset.transact(
    () => Promise.all(actions.map((action) => stepOf(dataset, action, identity))),
    {identity, dryRun, ...(transactionId && {transactionId})},
    'actionError',
  )
  return {body: {transactionId: result.transactionId}}
}

type Action = {kind: 'document'; action: DocumentAction} | {kind: 'release'; action: ReleaseAction}

function parseAction(value: unknown, index: number): Action {
  const name = Named.safeParse(value).data?.actionType
  if (name?.startsWith('sanity.action.release.'))
    return {kind: 'release', action: parseWith(ReleaseAction, value, name, index)}
  return {kind: 'document', action: parseWith(DocumentAction, value, name, index)}
}

function parseWith<T>(schema: z.ZodType<T>, value: unknown, name: string | undefined, index: number): T {
  const parsed = schema.safeParse(value)
  if (parsed.success) return parsed.data
  const [issue] = parsed.error.issues
  const reason =
    issue?.path[0] === 'actionType' || !issue
      ? `Unsupported action type ${JSON.stringify(name)}`
      : `${name}: ${issue.path.join('.')}: ${issue.message}`
  throw invalid(reason).toApiError('actionError', index)
}

async function stepOf(dataset: StoredDataset, parsed: Action, identity: Identity): Promise<Step> {
  if (parsed.kind === 'release') return releaseStep(dataset, parsed.action, identity)
  return (workspace) => performDocumentAction(workspace, parsed.action)
}
