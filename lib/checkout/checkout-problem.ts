import type {ProblemPage} from '../http/errors.ts'
import {CHECKOUT_ACTION, type CheckoutForm} from './checkout-form.ts'
import type {CheckoutRefusal} from './checkout-result.ts'

const NOTHING_CHARGED = 'Nothing has been charged.'

/** Tells a buyer why they are not on Stripe's page, and what to do. The same button never charges twice. */
export function checkoutProblem(refusal: CheckoutRefusal, form: CheckoutForm): ProblemPage {
  const startOver = {label: 'Start again', href: `/checkout/${form.plan}`}
  const tryAgain = {label: 'Try again', href: CHECKOUT_ACTION, fields: form}
  switch (refusal.reason) {
    case 'already-bought':
      return {
        status: 409,
        title: 'You have already bought this',
        paragraphs: ['Your payment has arrived, and it was not charged again.'],
        action: {label: 'See your order', href: thanksPath(refusal.sessionId)},
      }
    case 'payment-processing':
      return {
        status: 409,
        title: 'Your payment is on its way',
        paragraphs: ['Your bank is still making the payment of this order. Please do not pay a second time.'],
        action: {label: 'See your order', href: thanksPath(refusal.sessionId)},
      }
    case 'order-closed':
      return {
        status: 410,
        title: 'This order was closed',
        paragraphs: [`It was open for a long time without a payment. ${NOTHING_CHARGED}`],
        action: startOver,
      }
    case 'nonce-reused':
      return {
        status: 409,
        title: 'This form belongs to another order',
        paragraphs: [`Please begin with a fresh page. ${NOTHING_CHARGED}`],
        action: startOver,
      }
    case 'archived-price':
      return {
        status: 409,
        title: 'This is not on sale any more',
        paragraphs: [`It was taken off sale a moment ago. ${NOTHING_CHARGED}`],
        action: {label: 'Ask us about it', href: '/contact'},
      }
    case 'unknown-price':
    case 'recurring-price':
    case 'unusable-price':
      return {
        status: 503,
        title: 'This cannot be bought just now',
        paragraphs: [
          `Something about its price is not in order on our side, and we have been told. ${NOTHING_CHARGED}`,
        ],
        action: {label: 'Tell us that you want it', href: '/contact'},
      }
    case 'unreachable':
    case 'busy':
      return checkoutUnavailable(tryAgain)
  }
}

/** For when Stripe, or the database, does not answer. The order, if there is one, is kept. */
export function checkoutUnavailable(action: ProblemPage['action']): ProblemPage {
  return {
    status: 503,
    title: 'The payment page does not answer',
    paragraphs: [
      `${NOTHING_CHARGED} Your order is kept: trying again in a minute goes on with the same one and can never charge twice.`,
    ],
    action,
    retryAfter: 30,
  }
}

/** The page that tells how an order stands. */
export function thanksPath(sessionId: string): string {
  return `/checkout/thanks?session_id=${encodeURIComponent(sessionId)}`
}

/** The checkout page, made anew, which says that the documents of the purchase have changed. */
export function renewedPath({plan, nonce}: Pick<CheckoutForm, 'plan' | 'nonce'>): string {
  return `/checkout/${plan}?order=${nonce}&renewed=1`
}
