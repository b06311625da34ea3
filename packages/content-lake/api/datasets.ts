import type {Feature, LakeRequest, LakeResponse, Route} from '../contracts.ts'
import type {DatasetRegistry} from '../dataset/registry.ts'
import {SettingsChange} from '../dataset/settings.ts'
import type {StoredDataset} from '../dataset/stored-dataset.ts'
import {httpError} from '../errors.ts'

const CREATED = '2026-01-01T00:00:00.000Z'

/**
 * `/datasets` and `/projects/:projectId/datasets`: signed-in callers list the datasets, administrators create, edit and
 * delete them.
 */
export function createDatasetsFeature(registry: DatasetRegistry, projectId: string): Feature {
  const list = ({search}: LakeRequest): LakeResponse => {
    // Comments are kept in an add-on dataset with the hosted service, which the lake does not have.
    const isAddon = search.has('addonFor') || search.get('datasetProfile') === 'comments'
    return {body: isAddon ? [] : registry.all().map(describe)}
  }

  const create = async (request: LakeRequest): Promise<LakeResponse> => {
    const name = nameOf(request)
    const settings = await registry.create(name, readSettings(request))
    return {body: {datasetName: name, ...settings}}
  }

  const edit = async (request: LakeRequest): Promise<LakeResponse> => {
    const dataset = registry.get(nameOf(request))
    const settings = await dataset.settings.change(readSettings(request))
    return {body: {datasetName: dataset.name, ...settings}}
  }

  const remove = async (request: LakeRequest): Promise<LakeResponse> => {
    await registry.remove(nameOf(request))
    return {body: {deleted: true}}
  }

  const routesUnder = (prefix: string): Route[] => {
    const one = {pattern: `${prefix}/datasets/:name`, access: 'administrator' as const}
    const handle = (answer: (request: LakeRequest) => Promise<LakeResponse> | LakeResponse) => ({
      handle: (request: LakeRequest) => {
        const {projectId: asked = projectId} = request.params
        if (asked !== projectId) throw httpError(404, `Project "${asked}" not found`)
        return answer(request)
      },
    })
    return [
      {method: 'GET', pattern: `${prefix}/datasets`, access: 'viewer', ...handle(list)},
      {method: 'PUT', ...one, ...handle(create)},
      {method: 'PATCH', ...one, ...handle(edit)},
      {method: 'DELETE', ...one, ...handle(remove)},
    ]
  }

  return {routes: [...routesUnder(''), ...routesUnder('/projects/:projectId')]}
}

function nameOf({params}: LakeRequest): string {
  return params.name ?? ''
}

/** @throws ApiError 400 for malformed settings. */
function readSettings(request: LakeRequest): SettingsChange {
  if (request.body.length === 0) return {}
  const parsed = SettingsChange.safeParse(request.json())
  if (parsed.success) return parsed.data
  const [issue] = parsed.error.issues
  throw httpError(400, `Invalid dataset: ${issue?.path.join('.') || 'body'}: ${issue?.message}`)
}

function describe({name, settings}: StoredDataset) {
  return {
    name,
    ...settings.current,
    datasetProfile: 'content',
    addonFor: null,
    features: [],
    tags: [],
    createdAt: CREATED,
    createdByUserId: '',
  }
}
