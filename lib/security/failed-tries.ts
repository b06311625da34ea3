import {clientNetwork} from '../http/client-network.ts'
import {errorResponse} from '../http/error-response.ts'
import {rateLimiter} from '../redis/rate-limiter.ts'

/** Of one network in a minute. */
const failures = rateLimiter({keyPrefix: 'failed-tries', points: 30, duration: 60})

/**
 * The answer to who could not show that they may: `refusal`, or 429 once too many from their network were refused. To be
 * asked after a signature or a secret was looked at, so that a good one is taken whoever fails beside it.
 */
export async function failedTry(request: Pick<Request, 'headers'>, refusal: Response): Promise<Response> {
  const wait = await failures.refuse(clientNetwork(request.headers))
  if (wait === undefined) return refusal
  const answer = errorResponse(429, 'too_many_failures', 'Too many tries failed. Please wait.')
  answer.headers.set('retry-after', String(Math.ceil(wait / 1000)))
  return answer
}
