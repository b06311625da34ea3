import type {Letter} from '../letter.ts'
import type {MailFacts} from '../mail-facts.ts'
import {receiptFacts} from './receipt-facts.ts'
import {setupAction} from './setup-action.ts'

/** To the client, when the payment arrived: the receipt's facts and the way to the set-up form. */
export function orderConfirmation(facts: MailFacts): Letter {
  return {
    subject: `Your order ${facts.orderId}: payment received`,
    heading: 'Payment received. Next, your details.',
    paragraphs: [
      greeting(facts),
      `Thank you for buying ${facts.planName}. Your payment has arrived.`,
      ...(facts.setupUrl
        ? [
            'Tell us how your business works, and we set everything up for you: same day or next day, once we have it all.',
          ]
        : []),
    ],
    ...setupAction(facts),
    facts: receiptFacts(facts),
    closing: facts.invoiceUrl ? [`Your invoice: ${facts.invoiceUrl}`] : [],
  }
}

function greeting({contact}: MailFacts): string {
  return contact.name ? `Hello ${contact.name},` : 'Hello,'
}
