import type {ChildProcess} from 'node:child_process'
import {once} from 'node:events'
import {
  createServer,
  IncomingMessage,
  type RequestListener,
  type Server,
  type ServerResponse,
  request as send,
} from 'node:http'
import {join} from 'node:path'
import {buffer} from 'node:stream/consumers'
import {pipeline} from 'node:stream/promises'
import {startProcess} from '@local/supervisor'
import {z} from 'zod'

const ROOT = join(import.meta.dirname, '..', '..', '..')
const ENTRY = join(import.meta.dirname, 'one-request.ts')

/** A process may read everything and write nothing: https://nodejs.org/docs/latest-v24.x/api/permissions.html */
const READ_ONLY = ['--permission', '--allow-fs-read=*', '--allow-addons', '--allow-worker']

/** How the platform treats a request. `lost`: it does not arrive. `cut`: its process is gone with the answer. */
export type Treatment = 'whole' | 'lost' | 'cut'

const listening = z.object({port: z.number()})

/** A host of functions: every request is answered by a process of its own, on a disk that cannot be written. It keeps pages. */
export class Platform {
  /** Requests that were answered, each by a process of its own. */
  served = 0
  /** What processes printed, and how requests failed. */
  printed = ''
  /** Decides what becomes of a request, by its path. */
  treat: (path: string) => Treatment = () => 'whole'
  readonly #env: Record<string, string>
  readonly #running = new Set<ChildProcess>()
  /** Pages, answers and word of expired tags: bytes by path. */
  readonly #store = new Map<string, Buffer>()
  readonly #servers: Server[] = []

  private constructor(env: Record<string, string>) {
    this.#env = env
  }

  /** @param env the site's variables; `SITE_URL` is where the platform is to answer */
  static async start(env: Record<string, string>): Promise<Platform> {
    const platform = new Platform({...env})
    const store = await platform.#listen(0, (request, response) => platform.#keep(request, response))
    platform.#env.PLATFORM_URL = `http://127.0.0.1:${store}`
    await platform.#listen(Number(new URL(env.SITE_URL ?? '').port), (request, response) =>
      platform.#handle(request, response),
    )
    return platform
  }

  async stop(): Promise<void> {
    for (const child of this.#running) child.kill('SIGKILL')
    for (const server of this.#servers) {
      server.closeAllConnections()
      server.close()
    }
  }

  async #listen(
    port: number,
    handle: (...message: Parameters<RequestListener>) => Promise<void>,
  ): Promise<number> {
    const server = createServer((request, response) => {
      handle(request, response).catch((error: unknown) => {
        this.printed += `${error}\n`
        response.destroy()
      })
    })
    server.listen(port, '127.0.0.1')
    await once(server, 'listening')
    this.#servers.push(server)
    return listening.parse(server.address()).port
  }

  async #handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const {pathname} = new URL(request.url ?? '/', 'http://site.invalid')
    const treatment = this.treat(pathname)
    if (treatment === 'lost') return void request.socket.destroy()
    const body = await buffer(request)
    const child = this.#start(treatment)
    const outgoing = send({
      port: await portOf(child),
      host: '127.0.0.1',
      method: request.method,
      path: request.url,
      headers: {...request.headers, connection: 'close'},
    })
    outgoing.end(body)
    const [answer] = z.tuple([z.instanceof(IncomingMessage)]).parse(await once(outgoing, 'response'))
    this.served += 1
    response.writeHead(answer.statusCode ?? 500, answer.headers)
    await pipeline(answer, response)
  }

  #start(treatment: Treatment): ChildProcess {
    const cut = treatment === 'cut' && {CUT_OFF: '1'}
    const env = {PATH: process.env.PATH, NODE_ENV: 'production' as const, ...this.#env, ...cut}
    const child = startProcess({args: [...READ_ONLY, ENTRY], cwd: ROOT, env}, 'pipe')
    this.#running.add(child)
    child.once('exit', () => this.#running.delete(child))
    for (const output of [child.stdout, child.stderr])
      output?.on('data', (chunk: Buffer) => {
        this.printed += chunk
      })
    return child
  }

  async #keep(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const {method, url = '/'} = request
    if (method === 'PUT') this.#store.set(url, await buffer(request))
    response.end(this.#store.get(url))
  }
}

async function portOf(child: ChildProcess): Promise<number> {
  const [said] = await Promise.race([once(child, 'message'), once(child, 'exit')])
  return listening.parse(said).port
}
