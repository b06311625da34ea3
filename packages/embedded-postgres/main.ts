/**
 * Starts the embedded Postgres by itself.
 *
 *   node packages/embedded-postgres/main.ts --port 5433 --data .local/postgres
 */
import {parseArgs} from 'node:util'
import {startPostgres} from './server.ts'

const {values} = parseArgs({options: {port: {type: 'string'}, data: {type: 'string'}}})
const port = Number(values.port)
if (!Number.isInteger(port) || port < 0 || values.data === undefined) {
  console.error('Usage: node packages/embedded-postgres/main.ts --port PORT --data DIRECTORY')
  process.exit(2)
}

const postgres = await startPostgres({port, dataDir: values.data})
for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.once(signal, () => void postgres.stop().then(() => process.exit(0)))
}
console.log(`Postgres is ready: ${postgres.url}`)
