import {once} from 'node:events'
import {createClient, type RedisClientOptions} from '@redis/client'
import {RateLimiterMemory, RateLimiterRedis, RateLimiterRes} from 'rate-limiter-flexible'
import {env} from './env.ts'
import {logger} from './log.ts'

const CONNECT_TIMEOUT_MS = 2_000
/** A Redis that is silent for this long counts as gone; one that works answers each ping. */
const SILENCE_TIMEOUT_MS = 1_500
const PING_INTERVAL_MS = 500
const FIRST_RETRY_MS = 50
const MAX_RETRY_MS = 500

/**
 * How every connection to a Redis is made: no command waits for one that is away, and it is looked for again and again.
 *
 * @param url as `REDIS_URL`
 */
export function redisOptions(url: string) {
  return {
    url,
    // A command without a connection is refused at once: each caller knows what to do without.
    disableOfflineQueue: true,
    pingInterval: PING_INTERVAL_MS,
    maintNotifications: 'disabled',
    socket: {
      connectTimeout: CONNECT_TIMEOUT_MS,
      socketTimeout: SILENCE_TIMEOUT_MS,
      reconnectStrategy: (tries: number) => Math.min(FIRST_RETRY_MS * 2 ** tries, MAX_RETRY_MS),
    },
  } satisfies RedisClientOptions
}

type Redis = ReturnType<typeof connect>

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
  // The document server, which watches its own connection, logs this once for all.
  client.on('error', (error: Error) => logger.debug({err: error}, 'A connection to Redis was lost'))
  client.connect().catch(() => {})
  client.unref()
  return client
}

/**
 * Resolves when a Redis answers. While a connection to it is being made, such as right after the start, waits for what
 * becomes of that.
 *
 * @throws Error when it does not answer, or at the signal
 */
export async function pingRedis(redis: Redis, signal: AbortSignal): Promise<void> {
  // Rejects with the error when the connection cannot be made.
  if (!redis.isReady) await once(redis, 'ready', {signal})
  await redis.ping()
}

export type Rate = {
  /** What is counted, as part of each key. */
  keyPrefix: string
  /** How often in `duration` seconds. */
  points: number
  duration: number
}

export type RateLimiter = {
  /** Counts one more. Answers with the milliseconds to wait when that is one too many. */
  refuse(key: string): Promise<number | undefined>
}

/**
 * Counts for all machines that share a Redis, and for this process alone where there is none or while it is away. A key
 * is forgotten when its time is over.
 *
 * @param findRedis asked at each use, since limits are made before variables are there
 */
export function rateLimiter(rate: Rate, findRedis: () => Redis | undefined = redis): RateLimiter {
  const memory = new RateLimiterMemory(rate)
  let shared: RateLimiterRedis | undefined
  const limiter = () => {
    const storeClient = findRedis()
    if (storeClient === undefined) return memory
    shared ??= new RateLimiterRedis({
      ...rate,
      keyPrefix: `plumbperfect:rate:${rate.keyPrefix}`,
      storeClient,
      useRedisPackage: true,
      rejectIfRedisNotReady: true,
      insuranceLimiter: memory,
    })
    return shared
  }
  return {
    async refuse(key) {
      try {
        await limiter().consume(key)
        return undefined
      } catch (refused) {
        if (!(refused instanceof RateLimiterRes)) throw refused
        return refused.msBeforeNext
      }
    },
  }
}
