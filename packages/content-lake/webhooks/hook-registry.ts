import {randomBytes} from 'node:crypto'
import {readFileSync} from 'node:fs'
import {z} from 'zod'
import {httpError} from '../errors.ts'
import {writeDurably} from '../files.ts'
import {Hook, HookInput} from './hook.ts'

/** The project's webhooks. The file is readable by its owner alone, for the secrets in it. */
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

  /** @throws ApiError 400 for a description that is not a hook's. */
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
    // One write after the other, so that the last one on disk is the newest.
    this.#writing = this.#writing.then(() => writeDurably(this.#path, JSON.stringify(hooks, null, 2), 0o600))
    await this.#writing
  }
}

function readHooks(path: string): Hook[] {
  let text: string
  try {
    text = readFileSync(path, 'utf8')
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return []
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
