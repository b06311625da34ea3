import {randomBytes} from 'node:crypto'
import {readFileSync} from 'node:fs'
import {parse} from 'groq-js'
import {z} from 'zod'
import {httpError} from '../errors.ts'
import {isMissingFile, writeDurably} from '../files.ts'

/** The kinds of changes that a hook can be sent. */
export const Operation = z.enum(['create', 'update', 'delete'])
export type Operation = z.output<typeof Operation>

/** A GROQ expression over one change, in which `before()`, `after()` and `delta::` functions are known. */
const deltaGroq = z.string().refine((source) => {
  try {
    parse(source, {mode: 'delta'})
    return true
  } catch {
    return false
  }
}, 'is not valid GROQ')

const httpUrl = z.url({protocol: /^https?$/, error: 'must be an http or https address'})

/** Values without line breaks, which would add further headers. */
const headers = z.record(
  z.string().regex(/^[\w!#$%&'*+.^`|~-]+$/),
  z.string().regex(/^[\t\x20-\x7e\x80-\xff]*$/),
)

/**
 * A document webhook as a client describes it.
 *
 * @see https://www.sanity.io/docs/http-reference/webhooks
 */
const HookInput = z.object({
  type: z.literal('document').default('document'),
  name: z.string().min(1).max(1024),
  description: z.string().max(1024).nullable().default(null),
  url: httpUrl,
  /** `*` stands for every dataset. */
  dataset: z.string().min(1).default('*'),
  httpMethod: z.enum(['GET', 'POST', 'PUT', 'PATCH', 'DELETE']).default('POST'),
  apiVersion: z.string().default('v2021-03-25'),
  includeDrafts: z.boolean().default(false),
  headers: headers.nullable().default(null),
  secret: z.string().min(1).nullable().default(null),
  isDisabledByUser: z.boolean().default(false),
  rule: z.object({
    on: z.array(Operation).min(1),
    filter: deltaGroq.nullish(),
    projection: deltaGroq.nullish(),
  }),
})

/** A webhook as it is stored and answered. */
export const Hook = HookInput.extend({
  id: z.string(),
  projectId: z.string(),
  createdAt: z.iso.datetime(),
  createdByUserId: z.string(),
  isDisabled: z.literal(false),
  deletedAt: z.null(),
})
export type Hook = z.output<typeof Hook>

/** The project's webhooks. Only the owner may read their file, which contains secrets. */
export class HookRegistry {
  readonly #path: string
  readonly #projectId: string
  #hooks: readonly Hook[]
  #writing: Promise<void> = Promise.resolve()

  constructor(path: string, projectId: string) {
    this.#path = path
    this.#projectId = projectId
    this.#hooks = readHooks(path)
  }

  /** Oldest first. */
  all(): readonly Hook[] {
    return this.#hooks
  }

  /** @throws ApiError 404 when there is no such hook. */
  get(id: string): Hook {
    const hook = this.find(id)
    if (!hook) throw httpError(404, `Webhook "${id}" not found`)
    return hook
  }

  find(id: string): Hook | undefined {
    return this.#hooks.find((hook) => hook.id === id)
  }

  /** @throws ApiError 400 for an invalid description. */
  async create(description: unknown, userId: string): Promise<Hook> {
    const hook: Hook = {
      ...parseInput(description),
      id: randomBytes(8).toString('hex'),
      projectId: this.#projectId,
      createdAt: new Date().toISOString(),
      createdByUserId: userId,
      isDisabled: false,
      deletedAt: null,
    }
    await this.#replace([...this.#hooks, hook])
    return hook
  }

  /** Changes what is given and keeps the rest. @throws ApiError 400 or 404. */
  async update(id: string, changes: unknown): Promise<Hook> {
    const former = this.get(id)
    const updated = {...former, ...parseInput({...former, ...parseObject(changes)})}
    await this.#replace(this.#hooks.map((hook) => (hook.id === id ? updated : hook)))
    return updated
  }

  async remove(id: string): Promise<void> {
    this.get(id)
    await this.#replace(this.#hooks.filter((hook) => hook.id !== id))
  }

  async #replace(hooks: readonly Hook[]): Promise<void> {
    this.#hooks = hooks
    // Writes follow each other, so that the newest state is the last one on disk.
    this.#writing = this.#writing.then(() => writeDurably(this.#path, JSON.stringify(hooks, null, 2), 0o600))
    await this.#writing
  }
}

function readHooks(path: string): Hook[] {
  let text: string
  try {
    text = readFileSync(path, 'utf8')
  } catch (error) {
    if (isMissingFile(error)) return []
    throw error
  }
  return z.array(Hook).parse(JSON.parse(text))
}

function parseInput(description: unknown) {
  const parsed = HookInput.safeParse(description)
  if (parsed.success) return parsed.data
  const [issue] = parsed.error.issues
  throw httpError(400, `Invalid webhook: ${issue?.path.join('.') || 'body'}: ${issue?.message}`)
}

function parseObject(value: unknown): Record<string, unknown> {
  const parsed = z.record(z.string(), z.unknown()).safeParse(value)
  if (!parsed.success) throw httpError(400, 'Invalid webhook: body: must be an object')
  return parsed.data
}
