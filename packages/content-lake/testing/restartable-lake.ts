import {once} from 'node:events'
import {mkdtemp, readFile, rm} from 'node:fs/promises'
import {type IncomingMessage, request} from 'node:http'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import {type ClientConfig, createClient, type SanityClient} from '@sanity/client'
import {z} from 'zod'
import {type Lake, type LakeOptions, startLake} from '../lake.ts'

export const PROJECT_ID = 'local'
export const DATASET = 'production'
export const API_VERSION = '2026-01-01'

const AccessFile = z.object({
  users: z.array(
    z.object({id: z.string(), role: z.enum(['administrator', 'editor', 'viewer']), token: z.string()}),
  ),
})
type Person = z.output<typeof AccessFile>['users'][number]
export type Caller = Person['role'] | 'anonymous'

type Answer = {status: number; headers: Headers; text: string; body: unknown}
type Call = {
  method?: string
  as?: Person['role']
  token?: string
  json?: unknown
  body?: string
  headers?: Record<string, string>
}

/** A lake with data of its own in a temporary directory, which can be stopped and started again on the same data. */
export class RestartableLake {
  readonly dataDir: string
  /** The warnings and errors that the lake has logged. */
  readonly warnings: string[] = []
  readonly #options: Partial<LakeOptions>
  #lake: Lake | null = null
  #people: readonly Person[] = []

  private constructor(dataDir: string, options: Partial<LakeOptions>) {
    this.dataDir = dataDir
    this.#options = options
  }

  static async start(options: Partial<LakeOptions> = {}): Promise<RestartableLake> {
    const lake = new RestartableLake(await mkdtemp(join(tmpdir(), 'lake-')), options)
    await lake.start()
    return lake
  }

  get url(): string {
    return this.#lake?.url ?? ''
  }

  /** The log of the dataset's transactions. */
  get logPath(): string {
    return join(this.dataDir, 'datasets', DATASET, 'transactions.log')
  }

  person(role: Person['role']): Person {
    const found = this.#people.find((person) => person.role === role)
    if (!found) throw new Error(`There is no ${role}`)
    return found
  }

  /** The unmodified client of this lake. It does not repeat requests that fail. */
  client(caller: Caller, config: ClientConfig = {}): SanityClient {
    return createClient({
      projectId: PROJECT_ID,
      dataset: DATASET,
      apiHost: this.url,
      useProjectHostname: false,
      useCdn: false,
      apiVersion: API_VERSION,
      maxRetries: 0,
      ...(caller !== 'anonymous' && {token: this.person(caller).token}),
      ...config,
    })
  }

  /** A bare request, for what the client does not send. */
  fetch(path: string, caller: Caller = 'anonymous', init: RequestInit = {}): Promise<Response> {
    const headers = new Headers(init.headers)
    if (caller !== 'anonymous') headers.set('authorization', `Bearer ${this.person(caller).token}`)
    return fetch(`${this.url}/v${API_VERSION}${path}`, {...init, headers})
  }

  /** A bare request whose answer is read; `body` is parsed when it is JSON. It is a POST when there is something to send. */
  async call(path: string, {method, as, token, json, body, headers = {}}: Call = {}): Promise<Answer> {
    const content = json === undefined ? body : JSON.stringify(json)
    const response = await this.fetch(path, as, {
      method: method ?? (content === undefined ? 'GET' : 'POST'),
      redirect: 'manual',
      headers: {
        ...(token && {authorization: `Bearer ${token}`}),
        'content-type': 'application/json',
        ...headers,
      },
      ...(content !== undefined && {body: content}),
    })
    const text = await response.text()
    const isJson = response.headers.get('content-type')?.startsWith('application/json') === true
    return {status: response.status, headers: response.headers, text, body: isJson ? JSON.parse(text) : text}
  }

  mutate(mutations: unknown[], call: Call = {}): Promise<Answer> {
    return this.call(`/data/mutate/${DATASET}`, {as: 'editor', json: {mutations}, ...call})
  }

  /** Performs document actions, given as `{type: 'publish', …}` without the prefix of their type. */
  act(...actions: Record<string, unknown>[]): Promise<Answer> {
    const named = actions.map(({type, ...action}) => ({
      actionType: `sanity.action.document.${type}`,
      ...action,
    }))
    return this.call(`/data/actions/${DATASET}`, {as: 'editor', json: {actions: named}})
  }

  /** The document as it is stored, or null. */
  async document(id: string): Promise<Record<string, unknown> | null> {
    const {body} = await this.call(`/data/doc/${DATASET}/${id}`, {as: 'editor'})
    return z.object({documents: z.array(z.record(z.string(), z.unknown()))}).parse(body).documents[0] ?? null
  }

  /** Opens a stream of server-sent events as a viewer. */
  async openStream(path: string, headers: Record<string, string> = {}): Promise<OpenStream> {
    const authorization = `Bearer ${this.person('viewer').token}`
    const outgoing = request(`${this.url}/v${API_VERSION}${path}`, {headers: {authorization, ...headers}})
    outgoing.end()
    const [response]: IncomingMessage[] = await once(outgoing, 'response')
    if (!response) throw new Error(`${path} was not answered`)
    return {response, unsubscribe: () => outgoing.destroy(), firstEvent: () => readFirstEvent(response)}
  }

  /** Starts the lake after `stop`. */
  async start({port = this.#options.port ?? 0} = {}): Promise<void> {
    const log: LakeOptions['log'] = (level, message) => {
      if (level !== 'info') this.warnings.push(message)
    }
    const defaults = {projectId: PROJECT_ID, datasets: [DATASET], log}
    this.#lake = await startLake({...defaults, ...this.#options, port, dataDir: this.dataDir})
    this.#people = AccessFile.parse(JSON.parse(await readFile(this.#lake.accessFile, 'utf8'))).users
  }

  async stop(): Promise<void> {
    await this.#lake?.close()
    this.#lake = null
  }

  /** Stops the lake and starts it again at the same address, unless another port is asked for. */
  async restart({port = Number(new URL(this.url).port), whileDown = () => {}} = {}): Promise<void> {
    await this.stop()
    whileDown()
    await this.start({port})
  }

  /** Stops the lake and removes its data. */
  async remove(): Promise<void> {
    await this.stop()
    await rm(this.dataDir, {recursive: true, force: true})
  }
}

export type OpenStream = {
  response: IncomingMessage
  /** The text of the first event: its lines up to the empty one. */
  firstEvent(): Promise<string>
  unsubscribe(): void
}

async function readFirstEvent(response: IncomingMessage): Promise<string> {
  let text = ''
  for await (const chunk of response.setEncoding('utf8')) {
    text += chunk
    const event = /^event: .*?(?=\n\n)/ms.exec(text)?.[0]
    if (event) return event
  }
  throw new Error('The stream ended without an event')
}
