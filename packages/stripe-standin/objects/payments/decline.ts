import {type Failure, failedChargeFor} from './charge.ts'
import type {PaymentOutcome} from './pay.ts'
import type {Payment} from './payment.ts'

const DECLINED = 'Your card was declined.'

/** Stripe's codes and words: https://docs.stripe.com/testing#declined-payments */
const FAILURES: Record<string, Failure> = {
  generic_decline: {code: 'card_declined', declineCode: 'generic_decline', message: DECLINED},
  insufficient_funds: {
    code: 'card_declined',
    declineCode: 'insufficient_funds',
    message: 'Your card has insufficient funds. Try a different card.',
  },
  expired_card: {code: 'expired_card', message: 'Your card has expired. Try a different card.'},
  incorrect_cvc: {code: 'incorrect_cvc', message: "Your card's security code is incorrect."},
  processing_error: {
    code: 'processing_error',
    message: 'An error occurred while processing your card. Try again in a little bit.',
  },
  authentication_failure: {
    code: 'payment_intent_authentication_failure',
    message:
      'We are unable to authenticate your payment method. Please choose a different payment method and try again.',
  },
}

/** Refuses an attempt. The session stays open and its payment intent can be paid by another attempt. */
export function declinePayment(
  payment: Payment,
  reason: string,
): Extract<PaymentOutcome, {kind: 'declined'}> {
  const {ledger, intent} = payment
  const failure = FAILURES[reason] ?? {code: 'card_declined', declineCode: reason, message: DECLINED}
  // A buyer who fails the challenge is stopped before there is anything to charge.
  const charge = reason === 'authentication_failure' ? null : failedChargeFor(payment, failure)
  const failed = ledger.update('payment_intent', intent, {
    last_payment_error: {
      type: 'card_error',
      code: failure.code,
      ...(failure.declineCode && {decline_code: failure.declineCode}),
      message: failure.message,
    },
    latest_charge: charge?.id ?? intent.latest_charge,
    status: 'requires_payment_method',
  })
  ledger.emit('payment_intent.payment_failed', failed)
  return {kind: 'declined', message: failure.message}
}
