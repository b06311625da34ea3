import {commerce} from '#lib/commerce.ts'
import {isLookupKey, type PriceLookup} from '#lib/format/purchases.ts'
import {errorResponse} from '#lib/http/errors.ts'
import {clientNetwork} from '#lib/http/request.ts'
import {shownPrice} from '#lib/orders/checkout/view.ts'
import {rateLimiter} from '#lib/redis.ts'

/** Look-ups of one network in a minute: an editor who types a key causes one for each pause. */
const lookUps = rateLimiter({keyPrefix: 'price-look-ups', points: 60, duration: 60})

/**
 * What the price with a lookup key costs, or why it cannot be sold. The Studio asks it while a plan is edited. It tells
 * no more than the page on which the plan is bought.
 */
export async function GET(request: Request, {params}: {params: Promise<{key: string}>}): Promise<Response> {
  const {key} = await params
  if (!isLookupKey(key)) return errorResponse(404, 'not_found', 'No price can have this lookup key.')
  const waitMs = await lookUps.refuse(clientNetwork(request.headers))
  if (waitMs !== undefined) return errorResponse(429, 'too_many_look_ups', 'Please wait a minute.')
  const answer: PriceLookup = await shownPrice(commerce(), key)
  return Response.json(answer, {headers: {'cache-control': 'no-store'}})
}
