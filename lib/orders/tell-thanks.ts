import type {Commerce} from '../context.ts'
import {listAttempts} from './attempts.ts'
import {readThanks, type Thanks} from './read-thanks.ts'

/** `expired`: the session ended before it was paid. `unknown-now`: nobody can say at the moment. */
export type ToldThanks =
  | Thanks
  | {status: 'expired'; order: Extract<Thanks, {order: unknown}>['order']}
  | {status: 'unknown-now'}

/** What the thanks page says. Never throws: an error's message may quote what the buyer typed, and must not be logged. */
export async function tellThanks(
  parts: Pick<Commerce, 'db' | 'stripe' | 'livemode' | 'log'>,
  sessionId: string,
): Promise<ToldThanks> {
  try {
    const thanks = await readThanks(parts, sessionId)
    if (thanks.status !== 'unpaid') return thanks
    const attempts = await listAttempts(parts.db, thanks.order.id)
    const attempt = attempts.find((candidate) => candidate.sessionId === sessionId)
    return attempt?.status === 'expired' ? {status: 'expired', order: thanks.order} : thanks
  } catch (error) {
    parts.log.error({error: error instanceof Error ? error.name : 'unknown'}, 'an order cannot be shown')
    return {status: 'unknown-now'}
  }
}
