import type {Commerce} from '../context.ts'
import {listAttempts} from './attempts.ts'
import type {StripeEventId} from './claim-event.ts'
import {type FulfilResult, fulfil} from './fulfil.ts'

/** Brings an order in line with every session that was made for it. The event counts as handled with the newest. */
export async function fulfilOrder(
  parts: Pick<Commerce, 'db' | 'stripe' | 'livemode' | 'log'>,
  orderId: string,
  event?: StripeEventId,
): Promise<FulfilResult> {
  let result: FulfilResult = {ok: false, reason: 'not-ours'}
  const sessions = (await listAttempts(parts.db, orderId)).flatMap(({sessionId}) => sessionId ?? []).reverse()
  for (const [index, sessionId] of sessions.entries()) {
    result = await fulfil(parts, sessionId, index === sessions.length - 1 ? event : undefined)
  }
  return result
}
