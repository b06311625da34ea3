import {once} from 'node:events'
import {connect, createServer, type Server, type Socket} from 'node:net'

/** When the step is cut off: before the service hears of it, or after it did, with its answer withheld. */
export type Cut = 'before' | 'after'

/**
 * Stands between a process and the services that it talks to, counts what it sends them, and calls `onCut` at one step.
 * A step is one piece of data that the process sends: a query, a request, a line to the mail host.
 */
export class StepProxy {
  private readonly servers: Server[] = []
  private readonly sockets = new Set<Socket>()
  private readonly cutAt: number
  private readonly cut: Cut
  private readonly onCut: () => void
  private steps = 0
  private isCut = false

  constructor(cutAt: number, cut: Cut, onCut: () => void) {
    this.cutAt = cutAt
    this.cut = cut
    this.onCut = onCut
  }

  get wasCut(): boolean {
    return this.isCut
  }

  /** An address on loopback that leads to `target`. */
  async towards(target: string): Promise<string> {
    const {port, hostname} = new URL(target)
    const server = createServer((client) => this.join(client, connect(Number(port), hostname)))
    this.servers.push(server)
    server.listen(0, '127.0.0.1')
    await once(server, 'listening')
    const address = server.address()
    if (address === null || typeof address === 'string') throw new Error('The proxy listens on no port.')
    const url = new URL(target)
    url.port = String(address.port)
    return url.href.replace(/\/$/, '')
  }

  async close(): Promise<void> {
    for (const socket of this.sockets) socket.destroy()
    await Promise.all(this.servers.map((server) => once(server.close(), 'close')))
  }

  private join(client: Socket, service: Socket): void {
    let awaitsAnswer = false
    for (const [socket, other] of [
      [client, service],
      [service, client],
    ] as const) {
      this.sockets.add(socket)
      socket.on('error', () => {})
      socket.on('close', () => {
        this.sockets.delete(socket)
        other.destroy()
      })
    }
    client.on('data', (chunk) => {
      if (this.isCut) return
      // A piece without an answer of its own, such as the middle of a long message.
      if (awaitsAnswer) return this.end()
      this.steps += 1
      if (this.steps !== this.cutAt) return void service.write(chunk)
      if (this.cut === 'before') return this.end()
      awaitsAnswer = true
      service.write(chunk)
    })
    service.on('data', (chunk) => {
      if (awaitsAnswer) return this.end()
      if (!this.isCut) client.write(chunk)
    })
  }

  private end(): void {
    if (this.isCut) return
    this.isCut = true
    this.onCut()
  }
}
