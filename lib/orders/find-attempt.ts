import type {CheckoutAttempt} from '../db/schema.ts'
import type {SessionFacts} from './session-facts.ts'

/**
 * The attempt of an order that a session was made for. A session whose creation was never heard of again is known by the
 * order and the number that it was made with, and must sell what that attempt was to sell.
 *
 * @returns undefined when the session was not made here: any payment link of the account can carry an order's id.
 */
export function findAttempt(
  attempts: readonly CheckoutAttempt[],
  facts: Pick<SessionFacts, 'sessionId' | 'orderId' | 'attempt' | 'priceId'>,
): CheckoutAttempt | undefined {
  const known = attempts.find(({sessionId}) => sessionId === facts.sessionId)
  if (known !== undefined) return known
  return attempts.find(
    ({orderId, attempt, priceId, sessionId}) =>
      sessionId === null &&
      orderId === facts.orderId &&
      attempt === facts.attempt &&
      priceId === facts.priceId,
  )
}
