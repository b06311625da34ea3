import {createServer, type IncomingHttpHeaders, type Server} from 'node:http'
import {text} from 'node:stream/consumers'

/** Somebody who is told by webhooks: keeps what came, and answers as the test says. */
export class HookReceiver {
  readonly received: {headers: IncomingHttpHeaders; body: string}[] = []
  /** Status codes of the answers to come, one after the other; then 200. */
  readonly answers: number[] = []
  readonly #server: Server

  private constructor(server: Server) {
    this.#server = server
  }

  static async start(): Promise<HookReceiver> {
    const server = createServer()
    const receiver = new HookReceiver(server)
    server.on('request', async (request, response) => {
      // A sender that is killed in the middle of its request has told nobody anything.
      const body = await text(request).catch(() => null)
      if (body === null) return
      receiver.received.push({headers: request.headers, body})
      response.writeHead(receiver.answers.shift() ?? 200).end()
    })
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    return receiver
  }

  get url(): string {
    const address = this.#server.address()
    if (typeof address !== 'object' || !address) throw new Error('The receiver does not listen')
    return `http://127.0.0.1:${address.port}/hook`
  }

  /** The bodies, read as JSON. */
  get payloads(): unknown[] {
    return this.received.map(({body}) => JSON.parse(body))
  }

  async stop(): Promise<void> {
    this.#server.closeAllConnections()
    await new Promise((resolve) => this.#server.close(resolve))
  }
}
