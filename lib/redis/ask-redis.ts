import {once} from 'node:events'
import type {Redis} from './redis.ts'

/**
 * Resolves when a Redis answers. While a connection to it is being made, such as right after the start, waits for what
 * becomes of that.
 *
 * @throws Error when it does not answer, or nobody waits any more
 */
export async function askRedis(redis: Redis, signal: AbortSignal): Promise<void> {
  // Rejects with the error when the connection cannot be made.
  if (!redis.isReady) await once(redis, 'ready', {signal})
  await redis.ping()
}
