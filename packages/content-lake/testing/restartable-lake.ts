import {mkdtemp, readFile, rm} from 'node:fs/promises'
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

/** A lake of a test's own, with a client for each role, that can be ended and started again on the same data. */
export class RestartableLake {
  readonly dataDir: string
  readonly #options: Partial<LakeOptions>
  readonly #people: readonly Person[]
  #lake: Lake

  private constructor(dataDir: string, options: Partial<LakeOptions>, lake: Lake, people: readonly Person[]) {
    this.dataDir = dataDir
    this.#options = options
    this.#lake = lake
    this.#people = people
  }

  static async start(options: Partial<LakeOptions> = {}): Promise<RestartableLake> {
    const dataDir = await mkdtemp(join(tmpdir(), 'lake-'))
    const all = {projectId: PROJECT_ID, datasets: [DATASET], log: () => {}, ...options}
    const lake = await startLake({port: 0, dataDir, ...all})
    const {users} = AccessFile.parse(JSON.parse(await readFile(lake.accessFile, 'utf8')))
    return new RestartableLake(dataDir, all, lake, users)
  }

  get url(): string {
    return this.#lake.url
  }

  person(role: Person['role']): Person {
    const found = this.#people.find((person) => person.role === role)
    if (!found) throw new Error(`There is no ${role}`)
    return found
  }

  /** The real client, pointed here. */
  client(caller: Caller, config: ClientConfig = {}): SanityClient {
    return createClient({
      projectId: PROJECT_ID,
      dataset: DATASET,
      apiHost: this.url,
      useProjectHostname: false,
      useCdn: false,
      apiVersion: API_VERSION,
      maxRetries: 0,
      ...(caller === 'anonymous' ? {} : {token: this.person(caller).token}),
      ...config,
    })
  }

  /** A bare request, for what no client would send. */
  fetch(path: string, caller: Caller = 'anonymous', init: RequestInit = {}): Promise<Response> {
    const headers = new Headers(init.headers)
    if (caller !== 'anonymous') headers.set('authorization', `Bearer ${this.person(caller).token}`)
    return fetch(`${this.url}/v${API_VERSION}${path}`, {...init, headers})
  }

  /** Ends the lake and starts it again on the same data; at the same address, unless another port is asked for. */
  async restart({port = Number(new URL(this.url).port), whileDown = () => {}} = {}): Promise<void> {
    await this.#lake.close()
    whileDown()
    this.#lake = await startLake({...this.#options, port, dataDir: this.dataDir})
  }

  /** Ends the lake and removes its data. */
  async remove(): Promise<void> {
    await this.#lake.close()
    await rm(this.dataDir, {recursive: true})
  }
}
