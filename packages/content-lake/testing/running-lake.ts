import {mkdtemp, readFile, rm} from 'node:fs/promises'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import {z} from 'zod'
import type {RoleName} from '../contracts.ts'
import {type Lake, type LakeOptions, startLake} from '../lake.ts'

const Access = z.object({users: z.array(z.object({role: z.string(), token: z.string()}))})

export type Answer = {status: number; headers: Headers; text: string; body: unknown}
export type Call = {
  method?: string
  as?: RoleName
  token?: string
  json?: unknown
  body?: string
  headers?: Record<string, string>
}

/** A lake on a free port with a directory of its own, called over HTTP. */
export class RunningLake {
  readonly directory: string
  readonly warnings: string[] = []
  readonly #options: Partial<LakeOptions>
  #lake: Lake | null = null

  constructor(directory: string, options: Partial<LakeOptions>) {
    this.directory = directory
    this.#options = options
  }

  static async start(options: Partial<LakeOptions> = {}): Promise<RunningLake> {
    const running = new RunningLake(await mkdtemp(join(tmpdir(), 'lake-')), options)
    await running.start()
    return running
  }

  get url(): string {
    return this.#lake?.url ?? ''
  }

  get logPath(): string {
    return join(this.directory, 'datasets', 'production', 'transactions.log')
  }

  async start(): Promise<void> {
    this.#lake = await startLake({
      dataDir: this.directory,
      port: 0,
      datasets: ['production'],
      queryWorkers: 1,
      log: (level, message) => {
        if (level !== 'info') this.warnings.push(message)
      },
      ...this.#options,
    })
  }

  async stop(): Promise<void> {
    await this.#lake?.close()
    this.#lake = null
  }

  async remove(): Promise<void> {
    await this.stop()
    await rm(this.directory, {recursive: true, force: true})
  }

  async tokenOf(role: RoleName): Promise<string> {
    const {users} = Access.parse(JSON.parse(await readFile(join(this.directory, 'access.json'), 'utf8')))
    return users.find((user) => user.role === role)?.token ?? ''
  }

  async call(path: string, {method, as, token, json, body, headers = {}}: Call = {}): Promise<Answer> {
    const bearer = as ? await this.tokenOf(as) : token
    const content = json === undefined ? body : JSON.stringify(json)
    const response = await fetch(`${this.url}/v2026-01-01${path}`, {
      method: method ?? (content === undefined ? 'GET' : 'POST'),
      redirect: 'manual',
      headers: {
        ...(bearer && {authorization: `Bearer ${bearer}`}),
        'content-type': 'application/json',
        ...headers,
      },
      ...(content !== undefined && {body: content}),
    })
    const text = await response.text()
    const isJson = response.headers.get('content-type')?.startsWith('application/json') === true
    return {status: response.status, headers: response.headers, text, body: isJson ? JSON.parse(text) : text}
  }

  mutate(mutations: unknown[], call: Call = {}, search = ''): Promise<Answer> {
    return this.call(`/data/mutate/production${search}`, {as: 'editor', json: {mutations}, ...call})
  }

  act(...actions: Record<string, unknown>[]): Promise<Answer> {
    const named = actions.map(({type, ...action}) => ({
      actionType: `sanity.action.document.${type}`,
      ...action,
    }))
    return this.call('/data/actions/production', {as: 'editor', json: {actions: named}})
  }

  /** The document as it is stored, or null. */
  async document(id: string): Promise<Record<string, unknown> | null> {
    const {body} = await this.call(`/data/doc/production/${id}`, {as: 'editor'})
    return z.object({documents: z.array(z.record(z.string(), z.unknown()))}).parse(body).documents[0] ?? null
  }
}
