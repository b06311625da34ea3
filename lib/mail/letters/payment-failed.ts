import type {Letter} from '../letter.ts'
import type {MailFacts} from '../mail-facts.ts'

/** To the client, when a delayed payment such as a bank debit did not arrive. */
export function paymentFailed(facts: MailFacts): Letter {
  return {
    subject: `Your payment for order ${facts.orderId} did not go through`,
    heading: 'Your payment did not go through',
    paragraphs: [
      'Your bank did not make the payment, so nothing was charged. You can order again and pay another way.',
    ],
    action: {
      label: 'Order again',
      url: `${facts.siteUrl}/checkout/${encodeURIComponent(facts.plan)}`,
      note: 'You will see the amount again before you pay.',
    },
    facts: [
      ['Order', facts.orderId],
      ['Plan', facts.planName],
    ],
    closing: [],
  }
}
