import {deliverSoon} from '#app/deliver-soon.ts'
import {commerce} from '#lib/commerce.ts'
import {expireTags} from '#lib/content/expiry.ts'
import {errorResponse} from '#lib/http/errors.ts'
import {limitedText} from '#lib/http/request.ts'
import {failedTry} from '#lib/http/signed-requests.ts'
import {logger} from '#lib/log.ts'
import {PRICES_TAG} from '#lib/orders/checkout/view.ts'
import {receiveEvent} from '#lib/orders/stripe-events.ts'

/** Far above any event of the kinds that are asked for. */
const MAX_BODY_BYTES = 512 * 1024

/** Stripe's events. Anything but a 2xx makes Stripe send an event again. */
export async function POST(request: Request): Promise<Response> {
  const body = await limitedText(request, MAX_BODY_BYTES)
  if (body === undefined)
    return failedTry(request, errorResponse(413, 'too_large', `More than ${MAX_BODY_BYTES} bytes.`))
  try {
    const received = await receiveEvent(commerce(), body, request.headers.get('stripe-signature'), () =>
      expireTags([PRICES_TAG]),
    )
    if (!received.ok)
      return failedTry(
        request,
        errorResponse(400, 'bad_signature', 'The signature does not belong to this body.'),
      )
    const {outcome} = received
    if (outcome.kind === 'refused')
      return errorResponse(400, outcome.reason, 'The event is not for this site.')
    deliverSoon()
    return Response.json({received: outcome.kind})
  } catch (error) {
    // Its message may quote what a buyer typed.
    logger.error({error: error instanceof Error ? error.name : 'unknown'}, 'a stripe event was not handled')
    return errorResponse(500, 'not_handled', 'It was not handled. Please send it again.')
  }
}
