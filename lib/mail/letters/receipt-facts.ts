import type {Letter} from '../letter.ts'
import type {MailFacts} from '../mail-facts.ts'

/** The lines of a receipt. */
export function receiptFacts({orderId, planName, amount, paidOn, contact}: MailFacts): Letter['facts'] {
  const lines: [string, string | undefined][] = [
    ['Order', orderId],
    ['Plan', planName],
    ['Business', contact.businessName],
    ['Paid', amount && `${amount}, once. No subscription.`],
    ['Date', paidOn],
  ]
  return lines.flatMap(([label, value]): Letter['facts'] => (value ? [[label, value]] : []))
}
