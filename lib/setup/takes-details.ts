import type {Order} from '../db/schema/orders.ts'

/** Whether the set-up form of an order may still be filled in: it is paid, and the form was not sent yet. */
export function takesDetails({state, detailsAt}: Pick<Order, 'state' | 'detailsAt'>): boolean {
  return (state === 'paid' || state === 'awaiting_details') && detailsAt === null
}
