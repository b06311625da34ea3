import {createServer, request, type Server} from 'node:http'

/**
 * Stands before the Content Lake, and can keep its answers back: what a reader gets then was true when it was asked. It can
 * also be cut off, as when a network fails, or at a certain request, as when the process that asks ends there.
 */
export class SlowLake {
  readonly #server: Server
  #isHolding = false
  #isCutOff = false
  #requestsLeft = Number.POSITIVE_INFINITY
  #held: (() => void)[] = []
  #onHeld: (() => void) | undefined

  private constructor(server: Server) {
    this.#server = server
  }

  /** @param target the lake's own address */
  static async start(target: string): Promise<SlowLake> {
    const {hostname, port} = new URL(target)
    const server = createServer()
    const lake = new SlowLake(server)
    server.on('request', (incoming, outgoing) => {
      if (lake.#isCutOff) return incoming.socket.destroy()
      lake.#requestsLeft--
      const {method, url: path, headers} = incoming
      const asked = request({hostname, port, method, path, headers, agent: false}, async (answer) => {
        const chunks: Buffer[] = []
        for await (const chunk of answer) chunks.push(chunk)
        if (lake.#requestsLeft < 0) return lake.cutOff()
        await lake.#pass()
        outgoing.writeHead(answer.statusCode ?? 502, answer.headers).end(Buffer.concat(chunks))
      })
      asked.on('error', () => outgoing.destroy())
      incoming.pipe(asked)
    })
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    return lake
  }

  get url(): string {
    const address = this.#server.address()
    if (!address || typeof address === 'string') throw new Error('The lake listens on no port.')
    return `http://127.0.0.1:${address.port}`
  }

  /** Keeps answers back from now on. Resolves when there is one. */
  hold(): Promise<void> {
    this.#isHolding = true
    return new Promise((resolve) => {
      this.#onHeld = resolve
    })
  }

  /** Lets everything go. */
  release(): void {
    this.#isHolding = false
    for (const go of this.#held.splice(0)) go()
  }

  /** Answers nobody any more, and breaks off what is under way. */
  cutOff(): void {
    this.#isCutOff = true
    this.#server.closeAllConnections()
  }

  /** Lets this many requests be answered. The next one has its effect, and then nobody is answered any more. */
  cutOffAfter(requests: number): void {
    this.#requestsLeft = requests
  }

  get isCutOff(): boolean {
    return this.#isCutOff
  }

  /** Answers again. */
  mend(): void {
    this.#isCutOff = false
    this.#requestsLeft = Number.POSITIVE_INFINITY
  }

  close(): void {
    this.release()
    this.#server.close()
    this.#server.closeAllConnections()
  }

  #pass(): Promise<void> | undefined {
    if (!this.#isHolding) return undefined
    this.#onHeld?.()
    return new Promise((resolve) => this.#held.push(resolve))
  }
}
