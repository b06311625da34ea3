import {z} from 'zod'
import type {Feature, LakeRequest, LakeResponse} from '../contracts.ts'
import {httpError} from '../errors.ts'
import type {KeyValues} from './key-values.ts'

const MAX_BODY = 256 << 10
const Body = z.array(z.object({key: z.string().min(1).max(512), value: z.unknown().optional()})).max(100)

export function createKeyValueFeature(keyValues: KeyValues): Feature {
  const read = ({identity, params}: LakeRequest): LakeResponse => ({
    body: keyValues.get(identity?.id ?? '', (params.keys ?? '').split(',')),
  })

  const write = async (request: LakeRequest): Promise<LakeResponse> => {
    const body = Body.safeParse(request.json())
    if (!body.success) throw httpError(400, 'The body must be an array of {key, value}')
    return {body: await keyValues.set(request.identity?.id ?? '', body.data)}
  }

  return {
    routes: [
      {method: 'GET', pattern: '/users/me/keyvalue/:keys', access: 'viewer', handle: read},
      {method: 'PUT', pattern: '/users/me/keyvalue', access: 'viewer', maxBody: MAX_BODY, handle: write},
    ],
  }
}
