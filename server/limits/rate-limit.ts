import {RateLimiterMemory, RateLimiterRes} from 'rate-limiter-flexible'

const CHANGING = new Set(['POST', 'PUT', 'PATCH', 'DELETE'])

/** Signed by their senders, who may have much to tell at once. */
const SIGNED = /^\/api\/(?:revalidate|reconcile|stripe\/webhook)\/?$/

const PER_MINUTE = 120

export type RateLimit = {
  /** Counts a request. Answers with seconds to wait when it is one too many. */
  refuse(method: string, path: string, ip: string): Promise<number | undefined>
}

/** Limits how often one address may ask for something to be changed. */
export function rateLimit(
  limiter = new RateLimiterMemory({points: PER_MINUTE, duration: 60, keyPrefix: 'changes'}),
): RateLimit {
  return {
    async refuse(method, path, ip) {
      if (!CHANGING.has(method) || SIGNED.test(path)) return undefined
      try {
        await limiter.consume(ip)
        return undefined
      } catch (refused) {
        if (!(refused instanceof RateLimiterRes)) throw refused
        return Math.ceil(refused.msBeforeNext / 1000)
      }
    },
  }
}
