import {createServer, type IncomingHttpHeaders, type Server} from 'node:http'
import {text} from 'node:stream/consumers'

type Received = {headers: IncomingHttpHeaders; method: string; body: string}

/** A receiver of webhooks: it keeps the requests that it gets, and answers with the status codes that a test sets. */
export class HookReceiver {
  readonly received: Received[] = []
  /** Status codes of the next answers, in order; after that it answers 200. */
  readonly answers: number[] = []
  readonly #server: Server
  /** Called after each request. */
  readonly #watchers = new Set<() => void>()

  private constructor(server: Server) {
    this.#server = server
  }

  static async start(): Promise<HookReceiver> {
    const server = createServer()
    const receiver = new HookReceiver(server)
    server.on('request', async (request, response) => {
      // A sender that is killed in the middle of a request has sent nothing.
      const body = await text(request).catch(() => null)
      if (body === null) return
      receiver.received.push({headers: request.headers, method: request.method ?? '', body})
      response.writeHead(receiver.answers.shift() ?? 200).end('received')
      for (const watch of receiver.#watchers) watch()
    })
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    return receiver
  }

  get url(): string {
    const address = this.#server.address()
    if (typeof address !== 'object' || !address) throw new Error('The receiver does not listen')
    return `http://127.0.0.1:${address.port}/hook`
  }

  /** The bodies, parsed as JSON. */
  get payloads(): unknown[] {
    return this.received.map(({body}) => JSON.parse(body))
  }

  /** Resolves when as many requests have been received in all. */
  receive(count: number): Promise<void> {
    return this.until(() => this.received.length >= count)
  }

  /** Resolves when a condition is met, which is tested now and after each request. */
  until(isMet: () => boolean): Promise<void> {
    if (isMet()) return Promise.resolve()
    return new Promise((resolve) => {
      const watch = () => {
        if (!isMet()) return
        this.#watchers.delete(watch)
        resolve()
      }
      this.#watchers.add(watch)
    })
  }

  /** Forgets what was received, and the answers that were set. */
  reset(): void {
    this.received.length = 0
    this.answers.length = 0
  }

  async stop(): Promise<void> {
    this.#server.closeAllConnections()
    await new Promise((resolve) => this.#server.close(resolve))
  }
}
