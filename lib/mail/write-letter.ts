import type {Letter} from './letter.ts'
import {letterHtml} from './letter-html.ts'
import {letterText} from './letter-text.ts'
import {orderConfirmation} from './letters/order-confirmation.ts'
import {orderStateLetter} from './letters/order-state.ts'
import {ownerAlert, ownerDetailsReceived, ownerNewOrder} from './letters/owner-letters.ts'
import {paymentFailed} from './letters/payment-failed.ts'
import {setupLinkLetter} from './letters/setup-link.ts'
import type {MailFacts} from './mail-facts.ts'
import type {MailPurpose} from './purpose.ts'

const LETTERS = {
  order_confirmation: orderConfirmation,
  setup_link: setupLinkLetter,
  order_state: orderStateLetter,
  payment_failed: paymentFailed,
  owner_new_order: ownerNewOrder,
  owner_details_received: ownerDetailsReceived,
  owner_alert: ownerAlert,
} satisfies Record<MailPurpose, (facts: MailFacts) => Letter>

/** Writes the mail of a purpose. A pure function of its facts. */
export function writeLetter(
  purpose: MailPurpose,
  facts: MailFacts,
): {subject: string; text: string; html: string} {
  const letter = LETTERS[purpose](facts)
  const signature = `PlumbPerfect Leads\n${facts.siteUrl}`
  return {
    // A header is one line, whatever a client or a plan is called.
    subject: letter.subject.replace(/\s+/g, ' '),
    text: letterText(letter, signature),
    html: letterHtml(letter, signature),
  }
}
