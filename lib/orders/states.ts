import {type Cause, ORDER_STATES, type OrderState} from '../db/schema.ts'

type Rule = Partial<Record<OrderState, readonly Cause[]>>

const PAID_STATES = ['paid', 'awaiting_details', 'in_set_up', 'live'] as const
const moneyBack: Rule = {refunded: ['stripe'], disputed: ['stripe']}
/** A refund that failed, or a dispute that was won, puts the order back where it was. */
const back: Rule = Object.fromEntries(PAID_STATES.map((state) => [state, ['stripe']]))

/** Every legal change. What is not here is refused. */
export const TRANSITIONS: Readonly<Record<OrderState, Rule>> = {
  pending: {paid: ['stripe'], cancelled: ['owner', 'system']},
  paid: {awaiting_details: ['system', 'owner'], ...moneyBack},
  awaiting_details: {in_set_up: ['owner'], ...moneyBack},
  in_set_up: {live: ['owner'], awaiting_details: ['owner'], ...moneyBack},
  live: {in_set_up: ['owner'], ...moneyBack},
  refunded: {disputed: ['stripe'], ...back},
  // Money may still arrive for an order that was given up, and then it must be honoured.
  cancelled: {paid: ['stripe']},
  disputed: {refunded: ['stripe'], ...back},
}

/** Whether `cause` may move an order from `from` to `to`. */
export function mayMove(from: OrderState, to: OrderState, cause: Cause): boolean {
  return TRANSITIONS[from][to]?.includes(cause) ?? false
}

const SETUP_FORM_STATES: readonly OrderState[] = ['paid', 'awaiting_details', 'in_set_up']

/**
 * Whether the set-up form of an order may still be filled in: it is paid, and the form was not sent yet. That holds while the
 * set-up is under way too, for the owner may have begun it without the form.
 */
export function takesDetails({state, detailsAt}: {state: OrderState; detailsAt: Date | null}): boolean {
  return SETUP_FORM_STATES.includes(state) && detailsAt === null
}

/** Whether a text names a state. */
export function isOrderState(text: string): text is OrderState {
  return ORDER_STATES.some((state) => state === text)
}
