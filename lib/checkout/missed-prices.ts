import type {Commerce} from '../context.ts'
import {claimEvent, isProcessed} from '../orders/claim-event.ts'
import {CATALOGUE_EVENTS} from '../orders/handled-events.ts'

const MOST_AT_ONCE = 200

/**
 * Finds changes of prices and products that Stripe could not tell the site of, and has the amounts that are kept for showing
 * asked for again. A change counts as heard only after that, so one that failed is found once more.
 *
 * @param expire forgets every amount that is kept
 * @returns how many such changes there were
 * @throws what Stripe, the database or `expire` throws
 */
export async function hearMissedPrices(
  {db, stripe}: Pick<Commerce, 'db' | 'stripe'>,
  expire: () => Promise<void>,
): Promise<number> {
  const events = await stripe.events
    .list({delivery_success: false, types: [...CATALOGUE_EVENTS], limit: 100})
    .autoPagingToArray({limit: MOST_AT_ONCE})
  const missed = []
  for (const event of events) if (!(await isProcessed(db, event.id))) missed.push(event)
  if (missed.length === 0) return 0
  await expire()
  for (const {id, type, created} of missed)
    await claimEvent(db, {id, type, createdAt: new Date(created * 1_000)})
  return missed.length
}
