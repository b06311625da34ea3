import {RateLimiterMemory, RateLimiterRedis, RateLimiterRes} from 'rate-limiter-flexible'
import {type Redis, redis} from './connection.ts'

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
