import {z} from 'zod'
import type {Feature, LakeContext, LakeDocument, LakeRequest, LakeResponse} from '../contracts.ts'
import {httpError} from '../errors.ts'
import {MAX_WRITE_BODY_BYTES} from './mutate.ts'

const PREFIX = '_.schemas.'
const SCHEMA_TYPE = 'system.schema'

const Body = z.object({
  schemas: z.array(
    z.object({
      schema: z.unknown(),
      version: z.string(),
      tag: z
        .string()
        .regex(/^[\w-]+$/)
        .optional(),
      workspace: z.object({name: z.string().min(1), title: z.string().optional()}),
    }),
  ),
})
type DeployedSchema = z.infer<typeof Body>['schemas'][number]

/**
 * `/projects/:projectId/datasets/:dataset/schemas`: the Studio's schemas that `sanity schemas deploy` stores, one document for
 * each workspace and tag.
 */
export function createSchemasFeature({
  projectId,
  dataset,
}: Pick<LakeContext, 'projectId' | 'dataset'>): Feature {
  const datasetOf = ({params}: LakeRequest) => {
    if (params.projectId !== projectId) throw httpError(404, `Project "${params.projectId}" not found`)
    return dataset(params.dataset ?? '')
  }

  const schemasOf = (request: LakeRequest): LakeDocument[] =>
    [...datasetOf(request).documents().values()]
      .filter(({_id, _type}) => _id.startsWith(PREFIX) && _type === SCHEMA_TYPE)
      .filter(({_id}) => [_id, undefined].includes(request.params.id))
      .sort((a, b) => (a._id < b._id ? -1 : 1))

  const deploy = async (request: LakeRequest): Promise<LakeResponse> => {
    const body = Body.safeParse(request.json())
    if (!body.success) {
      const [issue] = body.error.issues
      throw httpError(400, `Invalid schemas: ${issue?.path.join('.') || 'body'}: ${issue?.message}`)
    }
    const mutations = body.data.schemas.map((schema) => ({createOrReplace: documentOf(schema)}))
    const {results} = await datasetOf(request).commit(mutations, {identity: request.identity})
    return {body: results.map(({document}) => document)}
  }

  const remove = async (request: LakeRequest): Promise<LakeResponse> => {
    const mutations = schemasOf(request).map(({_id}) => ({delete: {id: _id}}))
    if (mutations.length > 0) await datasetOf(request).commit(mutations, {identity: request.identity})
    return {body: {deleted: mutations.length > 0}}
  }

  const all = '/projects/:projectId/datasets/:dataset/schemas'
  const one = `${all}/:id`
  const list = (request: LakeRequest): LakeResponse => ({body: schemasOf(request)})
  return {
    routes: [
      {method: 'GET', pattern: all, access: 'viewer', handle: list},
      {method: 'GET', pattern: one, access: 'viewer', handle: list},
      {method: 'PUT', pattern: all, access: 'editor', maxBody: MAX_WRITE_BODY_BYTES, handle: deploy},
      {method: 'DELETE', pattern: one, access: 'editor', handle: remove},
    ],
  }
}

function documentOf({schema, tag, version, workspace}: DeployedSchema): Record<string, unknown> {
  const name = workspace.name.replaceAll(/[^\w-]/g, '_')
  return {
    _id: `${PREFIX}${name}${tag ? `.tag.${tag}` : ''}`,
    _type: SCHEMA_TYPE,
    workspace,
    version,
    ...(tag && {tag}),
    schema: JSON.stringify(schema),
  }
}
