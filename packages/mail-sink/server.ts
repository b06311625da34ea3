import {once} from 'node:events'
import type {AddressInfo, Server} from 'node:net'
import {inboxServer} from './inbox.ts'
import {Faults, smtpServer} from './smtp.ts'
import {MessageStore} from './store.ts'

export type MailOptions = {
  /** On 127.0.0.1. 0 takes a free one, for both. */
  smtpPort: number
  webPort: number
  /** Folder that the messages are kept in; made when it is not there. */
  dataDir: string
}

export type RunningMail = {
  /** Where mail is handed in, such as `smtp://127.0.0.1:1025`. */
  smtpUrl: string
  /** Where the inbox is, for browsers and programs. */
  webUrl: string
  stop(): Promise<void>
}

/**
 * Starts the mail host and its inbox on loopback.
 *
 * @throws Error when a port is taken (`EADDRINUSE`)
 */
export async function startMail({smtpPort, webPort, dataDir}: MailOptions): Promise<RunningMail> {
  const store = await MessageStore.open(dataDir)
  const faults = new Faults()
  const smtp = smtpServer(store, faults)
  const web = inboxServer(store, faults)
  const stop = async () => {
    web.closeAllConnections()
    await Promise.all([
      new Promise<void>((resolve) => smtp.close(resolve)),
      new Promise<void>((resolve) => web.close(() => resolve())),
    ])
  }
  try {
    await listen(smtp.server, smtpPort)
    await listen(web, webPort)
  } catch (error) {
    await stop()
    throw error
  }
  return {
    smtpUrl: `smtp://127.0.0.1:${portOf(smtp.server)}`,
    webUrl: `http://127.0.0.1:${portOf(web)}`,
    stop,
  }
}

async function listen(server: Server, port: number): Promise<void> {
  server.listen(port, '127.0.0.1')
  await once(server, 'listening')
}

function portOf(server: Server): number {
  const address: AddressInfo | string | null = server.address()
  if (address === null || typeof address === 'string') throw new Error('The server listens on no port.')
  return address.port
}
