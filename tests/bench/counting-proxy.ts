import {once} from 'node:events'
import {Agent, createServer, type IncomingMessage, request, type ServerResponse} from 'node:http'

/** Stands between a site and a service, and counts what the site asks. */
export class CountingProxy {
  readonly url: string
  readonly #target: URL
  readonly #agent = new Agent({keepAlive: true})
  readonly #close: () => Promise<unknown>
  #count = 0
  #open = 0
  #most = 0

  private constructor(url: string, target: URL, close: () => Promise<unknown>) {
    this.url = url
    this.#target = target
    this.#close = close
  }

  /** Leads to `target`, an origin on this machine. */
  static async start(target: string): Promise<CountingProxy> {
    const server = createServer()
    server.listen(0, '127.0.0.1')
    await once(server, 'listening')
    const address = server.address()
    if (address === null || typeof address === 'string') throw new Error('The proxy listens on no port.')
    const proxy = new CountingProxy(`http://localhost:${address.port}`, new URL(target), () => {
      server.closeAllConnections()
      return once(server.close(), 'close')
    })
    server.on('request', (asked, answer) => proxy.#pass(asked, answer))
    return proxy
  }

  /** Requests since the last reset. */
  get count(): number {
    return this.#count
  }

  /** The most requests that were under way at once since the last reset. */
  get most(): number {
    return this.#most
  }

  reset(): void {
    this.#count = 0
    this.#most = this.#open
  }

  async close(): Promise<void> {
    this.#agent.destroy()
    await this.#close()
  }

  #pass(asked: IncomingMessage, answer: ServerResponse): void {
    this.#count++
    this.#open++
    this.#most = Math.max(this.#most, this.#open)
    answer.once('close', () => this.#open--)
    const {hostname, port, host} = this.#target
    const {method, url: path} = asked
    const onward = request({
      hostname,
      port,
      method,
      path,
      agent: this.#agent,
      headers: {...asked.headers, host},
    })
    onward.on('response', (response) => {
      answer.writeHead(response.statusCode ?? 502, response.rawHeaders)
      response.pipe(answer)
    })
    onward.on('error', () => answer.destroy())
    asked.pipe(onward)
  }
}
