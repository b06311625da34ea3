import {type RateLimiter, rateLimiter} from '#lib/redis/rate-limiter.ts'

const CHANGING = new Set(['POST', 'PUT', 'PATCH', 'DELETE'])

/** Signed by their senders, who may have much to tell at once. */
const SIGNED = /^\/api\/(?:revalidate|reconcile|stripe\/webhook)\/?$/

const PER_MINUTE = 120

export type RateLimit = {
  /** Counts a request. Answers with seconds to wait when it is one too many. */
  refuse(method: string, path: string, ip: string): Promise<number | undefined>
}

/** Limits how often one address, or one network of IPv6, may ask for something to be changed. */
export function rateLimit(
  limiter: RateLimiter = rateLimiter({keyPrefix: 'changes', points: PER_MINUTE, duration: 60}),
): RateLimit {
  return {
    async refuse(method, path, ip) {
      if (!CHANGING.has(method) || SIGNED.test(path)) return undefined
      const wait = await limiter.refuse(ip)
      return wait === undefined ? undefined : Math.ceil(wait / 1000)
    },
  }
}
