import {type RateLimiter, rateLimiter} from '../redis.ts'
import {networkOf} from './request.ts'

/** Signed by their senders, who may have much to tell at once; and the owner's desk, which asks every few seconds and has rates of its own. */
const NOT_COUNTED = /^\/api\/(?:revalidate|reconcile|stripe\/webhook|owner\/[a-z-]+)\/?$/

const MAX_CHANGES_PER_MINUTE = 120

/**
 * Makes what limits how often one address, or one network of IPv6, may ask for something to be changed. It counts a
 * request, and answers with the seconds to wait when that is one too many.
 */
export function changeLimit(
  limiter: RateLimiter = rateLimiter({keyPrefix: 'changes', points: MAX_CHANGES_PER_MINUTE, duration: 60}),
) {
  return async ({path, ip}: {path: string; ip: string}): Promise<number | undefined> => {
    if (NOT_COUNTED.test(path)) return undefined
    const waitMs = await limiter.refuse(networkOf(ip))
    return waitMs === undefined ? undefined : Math.ceil(waitMs / 1000)
  }
}
