import {once} from 'node:events'
import {connect, createServer, type Socket} from 'node:net'

/**
 * Stands before a service that speaks TCP, and can fall silent: connections stay open and new ones are taken, but nothing is passed on, as
 * when a machine hangs or a network swallows what is sent.
 */
export class SilentProxy {
  readonly url: string
  readonly #sockets: Set<Socket>
  readonly #close: () => Promise<unknown>
  readonly #silence: (isSilent: boolean) => void

  private constructor(parts: {
    url: string
    sockets: Set<Socket>
    close: () => Promise<unknown>
    silence: (isSilent: boolean) => void
  }) {
    this.url = parts.url
    this.#sockets = parts.sockets
    this.#close = parts.close
    this.#silence = parts.silence
  }

  /** @param target the service's own address, such as `postgres://user@127.0.0.1:5432/postgres` */
  static async start(target: string): Promise<SilentProxy> {
    const {hostname, port} = new URL(target)
    const sockets = new Set<Socket>()
    let isSilent = false
    const server = createServer((client) => {
      const service = connect(Number(port), hostname)
      for (const [from, to] of [
        [client, service],
        [service, client],
      ] as const) {
        sockets.add(from)
        from.on('data', (bytes) => {
          if (!isSilent) to.write(bytes)
        })
        from.on('error', () => undefined)
        from.on('close', () => {
          sockets.delete(from)
          to.destroy()
        })
      }
    })
    server.listen(0, '127.0.0.1')
    await once(server, 'listening')
    const address = server.address()
    if (address === null || typeof address === 'string') throw new Error('The proxy listens on no port.')
    const url = new URL(target)
    url.port = String(address.port)
    return new SilentProxy({
      url: url.href,
      sockets,
      close: () => once(server.close(), 'close'),
      silence: (silent) => {
        isSilent = silent
      },
    })
  }

  fallSilent(): void {
    this.#silence(true)
  }

  /** New connections work from now on; what was sent meanwhile stays lost. */
  speakAgain(): void {
    this.#silence(false)
  }

  async close(): Promise<void> {
    const closed = this.#close()
    for (const socket of this.#sockets) socket.destroy()
    await closed
  }
}
