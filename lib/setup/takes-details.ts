import type {Order} from '../db/schema/orders.ts'

const OPEN_STATES: readonly Order['state'][] = ['paid', 'awaiting_details', 'in_set_up']

/**
 * Whether the set-up form of an order may still be filled in: it is paid, and the form was not sent yet. That holds while the
 * set-up is under way too, for the owner may have begun it without the form.
 */
export function takesDetails({state, detailsAt}: Pick<Order, 'state' | 'detailsAt'>): boolean {
  return OPEN_STATES.includes(state) && detailsAt === null
}
