import {join} from 'node:path'
import type {LocalService, Place} from './local-service.ts'

/** Where the database listens. */
export type PostgresAddress = {url: string}

/** The embedded Postgres, on its own port and folder. */
export function postgresService({root, port, dataDir}: Place): LocalService<PostgresAddress> {
  return {
    name: 'Postgres',
    args: [join(root, 'packages', 'embedded-postgres', 'main.ts'), '--port', String(port), '--data', dataDir],
    health: `tcp://127.0.0.1:${port}`,
    describe: async () => ({url: `postgres://postgres@127.0.0.1:${port}/postgres`}),
  }
}
