import {createClient} from '@redis/client'
import {env} from '../env.ts'
import {logger} from '../log/logger.ts'
import {redisOptions} from './redis-options.ts'

export type Redis = ReturnType<typeof connect>

declare global {
  var redisOfThisProcess: Redis | undefined
}

/**
 * The Redis that machines share, once per process: also across the bundles of one server, each of which has its own copy
 * of this module. Commands are refused while it is away. Nothing when none is configured.
 */
export function redis(): Redis | undefined {
  // Looked at first: where there is no Redis, the other variables may be missing too.
  if (!process.env.REDIS_URL) return undefined
  const url = env().REDIS_URL
  if (url !== undefined) globalThis.redisOfThisProcess ??= connect(url)
  return globalThis.redisOfThisProcess
}

function connect(url: string) {
  const client = createClient(redisOptions(url))
  // Said once by who watches it, not by everybody who uses it.
  client.on('error', (error: Error) => logger.debug({err: error}, 'A connection to Redis was lost'))
  client.connect().catch(() => {})
  client.unref()
  return client
}
