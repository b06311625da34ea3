import type {Letter} from './letter.ts'
import {orderConfirmation} from './letters/order-confirmation.ts'
import {orderStateLetter} from './letters/order-state.ts'
import {ownerAlert, ownerDetailsReceived, ownerNewOrder} from './letters/owner-letters.ts'
import {paymentFailed} from './letters/payment-failed.ts'
import {setupLinkLetter} from './letters/setup-link.ts'
import type {MailFacts} from './mail-facts.ts'
import type {OrderMailPurpose} from './purpose.ts'
import {type SetLetter, setLetter} from './set-letter.ts'

const LETTERS = {
  order_confirmation: orderConfirmation,
  setup_link: setupLinkLetter,
  order_state: orderStateLetter,
  payment_failed: paymentFailed,
  owner_new_order: ownerNewOrder,
  owner_details_received: ownerDetailsReceived,
  owner_alert: ownerAlert,
} satisfies Record<OrderMailPurpose, (facts: MailFacts) => Letter>

/** Writes the mail of a purpose. A pure function of its facts. */
export function writeLetter(purpose: OrderMailPurpose, facts: MailFacts): SetLetter {
  return setLetter(LETTERS[purpose](facts), facts.siteUrl)
}
