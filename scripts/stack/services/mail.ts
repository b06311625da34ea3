import {join} from 'node:path'
import type {LocalService, Place} from './local-service.ts'

/** Where mail is handed in, and where it is read. */
export type MailAddress = {smtpUrl: string; inboxUrl: string}

/** The mail host, which keeps every message in its inbox and sends none on. `port` is that of the inbox. */
export function mailService({
  root,
  port,
  smtpPort,
  dataDir,
}: Place & {smtpPort: number}): LocalService<MailAddress> {
  const program = join(root, 'packages', 'mail-sink', 'main.ts')
  const flags = ['--smtp-port', String(smtpPort), '--web-port', String(port), '--data', dataDir]
  return {
    name: 'Mail host',
    args: [program, ...flags],
    health: `http://127.0.0.1:${port}/`,
    describe: async () => ({smtpUrl: `smtp://127.0.0.1:${smtpPort}`, inboxUrl: `http://localhost:${port}`}),
  }
}
