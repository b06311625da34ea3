/**
 * Starts the mail host and its inbox by itself.
 *
 *   node packages/mail-sink/main.ts --smtp-port 1025 --web-port 8025 --data .local/mail
 */
import {parseArgs} from 'node:util'
import {startMail} from './server.ts'

const {values} = parseArgs({
  options: {'smtp-port': {type: 'string'}, 'web-port': {type: 'string'}, data: {type: 'string'}},
})
const smtpPort = Number(values['smtp-port'])
const webPort = Number(values['web-port'])
if (![smtpPort, webPort].every((port) => Number.isInteger(port) && port >= 0) || values.data === undefined) {
  console.error('Usage: node packages/mail-sink/main.ts --smtp-port PORT --web-port PORT --data DIRECTORY')
  process.exit(2)
}

const mail = await startMail({smtpPort, webPort, dataDir: values.data})
for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.once(signal, () => void mail.stop().then(() => process.exit(0)))
}
console.log(`Mail is ready: ${mail.smtpUrl}, inbox ${mail.webUrl}`)
