import {existsSync} from 'node:fs'
import {readFile} from 'node:fs/promises'
import {z} from 'zod'
import {Mutex} from '../concurrency.ts'
import type {Feature, LakeRequest, LakeResponse} from '../contracts.ts'
import {httpError} from '../errors.ts'
import {writeDurably} from '../files.ts'

const MAX_BODY_BYTES = 256 << 10
const Body = z.array(z.object({key: z.string().min(1).max(512), value: z.unknown().optional()})).max(100)

/** `/users/me/keyvalue`: values that the Studio stores for the user who is signed in. */
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
      {
        method: 'PUT',
        pattern: '/users/me/keyvalue',
        access: 'viewer',
        maxBody: MAX_BODY_BYTES,
        handle: write,
      },
    ],
  }
}

const Stored = z.record(
  z.string(),
  z.record(z.string(), z.object({value: z.unknown(), updatedAt: z.string()})),
)

type KeyValue = {key: string; value: unknown; updatedAt: string}

/** What the Studio stores about a user: how lists are sorted, which fields were searched. */
export class KeyValues {
  readonly #path: string
  readonly #users: Map<string, Map<string, KeyValue>>
  readonly #writes = new Mutex()

  constructor(path: string, users: Map<string, Map<string, KeyValue>>) {
    this.#path = path
    this.#users = users
  }

  static async open(path: string): Promise<KeyValues> {
    if (!existsSync(path)) return new KeyValues(path, new Map())
    const stored = Stored.parse(JSON.parse(await readFile(path, 'utf8')))
    const users = Object.entries(stored).map(([userId, pairs]) => {
      const values = Object.entries(pairs).map(
        ([key, {value, updatedAt}]) => [key, {key, value, updatedAt}] as const,
      )
      return [userId, new Map(values)] as const
    })
    return new KeyValues(path, new Map(users))
  }

  get(userId: string, keys: string[]): KeyValue[] {
    const pairs = this.#users.get(userId)
    return keys.flatMap((key) => pairs?.get(key) ?? [])
  }

  /** Resolves when the values are on disk. */
  async set(userId: string, values: {key: string; value?: unknown}[]): Promise<KeyValue[]> {
    const updatedAt = new Date().toISOString()
    const pairs = this.#users.get(userId) ?? new Map<string, KeyValue>()
    this.#users.set(userId, pairs)
    const stored = values.map(({key, value = null}) => ({key, value, updatedAt}))
    for (const pair of stored) pairs.set(pair.key, pair)
    await this.#writes.runExclusive(() => writeDurably(this.#path, JSON.stringify(this.#serialise()), 0o600))
    return stored
  }

  #serialise(): z.infer<typeof Stored> {
    const users = [...this.#users].map(([userId, pairs]) => {
      const values = [...pairs].map(([key, {value, updatedAt}]) => [key, {value, updatedAt}])
      return [userId, Object.fromEntries(values)]
    })
    return Object.fromEntries(users)
  }
}
