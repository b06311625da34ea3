import {once} from 'node:events'
import type {AddressInfo, Server} from 'node:net'
import {Faults} from './faults.ts'
import {smtpServer} from './smtp.ts'
import {MessageStore} from './store.ts'
import {webServer} from './web.ts'

export type MailOptions = {
  /** 0 takes a free one, for both. */
  smtpPort: number
  webPort: number
  dataDir: string
}

export type RunningMail = {
  /** For `SMTP_URL`. */
  smtpUrl: string
  webUrl: string
  stop(): Promise<void>
}

/**
 * Starts the mail host and its inbox on loopback.
 *
 * @throws Error when a port is taken
 */
export async function startMail({smtpPort, webPort, dataDir}: MailOptions): Promise<RunningMail> {
  const store = await MessageStore.open(dataDir)
  const faults = new Faults()
  const smtp = smtpServer(store, faults)
  const web = webServer(store, faults)
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
