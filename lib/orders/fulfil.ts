import type Stripe from 'stripe'
import type {Commerce} from '../context.ts'
import {isMissing, withStripeRetry} from '../stripe.ts'
import {alertLivemodeMismatch} from './alert-of-mode.ts'
import {type Applied, applyFresh} from './apply-fresh.ts'
import {applySession} from './apply-session.ts'
import type {StripeEventId} from './claim-event.ts'
import {findOrder, findOrderOfSession} from './find-order.ts'
import {SESSION_EXPANSION, sessionFacts} from './session-facts.ts'

export type FulfilResult =
  | {ok: true; orderId: string; applied: Applied}
  | {ok: false; reason: 'unknown-session' | 'not-ours' | 'livemode-mismatch'}

const SESSION_ID = /^cs_(?:test|live)_\w{8,240}$/

class LivemodeMismatch extends Error {
  readonly orderId: string | undefined

  constructor(orderId?: string) {
    super()
    this.orderId = orderId
  }
}

/**
 * Brings an order in line with its Checkout Session. The webhook, the thanks page and the reconciler all call it, at
 * any time, in any order and as often as they like: the order is fulfilled once.
 *
 * `unknown-session`: Stripe knows no such session. `not-ours`: it was not made for an order here.
 * `livemode-mismatch`: it or its order belongs to the other mode than the key; refused, logged as an error, and told to the owner.
 *
 * @throws what Stripe or the database throws; nothing is written then.
 */
export async function fulfil(
  {db, stripe, livemode, log}: Pick<Commerce, 'db' | 'stripe' | 'livemode' | 'log'>,
  sessionId: string,
  event?: StripeEventId,
): Promise<FulfilResult> {
  if (!SESSION_ID.test(sessionId)) return {ok: false, reason: 'unknown-session'}

  const read = async (): Promise<Stripe.Checkout.Session> => {
    const session = await withStripeRetry(() =>
      stripe.checkout.sessions.retrieve(sessionId, {expand: SESSION_EXPANSION}),
    )
    if (session.livemode !== livemode) throw new LivemodeMismatch()
    return session
  }
  /** For a session whose creation was never heard of again: the order that it was made for. */
  const findNamedOrder = async () => {
    const {orderId, attempt} = sessionFacts(await read())
    return orderId !== undefined && attempt !== undefined ? findOrder(db, orderId) : undefined
  }

  try {
    const order = (await findOrderOfSession(db, sessionId)) ?? (await findNamedOrder())
    if (order === undefined) return {ok: false, reason: 'not-ours'}
    if (order.livemode !== livemode) throw new LivemodeMismatch(order.id)
    const applied = await applyFresh(db, {
      orderId: order.id,
      read,
      apply: (transaction, held, session) => applySession(transaction, held, sessionFacts(session), log),
      event,
    })
    if (applied === 'changed')
      log.info({orderId: order.id, sessionId, eventId: event?.id}, 'order brought up to date')
    return {ok: true, orderId: order.id, applied}
  } catch (error) {
    if (isMissing(error)) return {ok: false, reason: 'unknown-session'}
    if (!(error instanceof LivemodeMismatch)) throw error
    log.error({sessionId, livemode, eventId: event?.id}, 'a session of the other mode was refused')
    await alertLivemodeMismatch(db, error.orderId)
    return {ok: false, reason: 'livemode-mismatch'}
  }
}
