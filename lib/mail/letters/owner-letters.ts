import type {Letter} from '../letter.ts'
import type {MailFacts} from '../mail-facts.ts'
import {receiptFacts} from './receipt-facts.ts'

const ALERTS: Readonly<Record<string, string>> = {
  'paid-twice':
    'A second payment arrived for this order. Look it up in the Stripe dashboard and refund one of the two.',
  'foreign-payment':
    'A payment that was not made through this site names this order. The order is not paid by it. Look it up in the Stripe dashboard and refund it if it is a mistake.',
  'livemode-mismatch':
    'This order and the Stripe key of the site belong to different modes, test and live, so its payment was not taken note of. Look at STRIPE_SECRET_KEY.',
  'refund-failed': 'A refund of this order failed: the money came back. Look it up in the Stripe dashboard.',
  disputed:
    'The client’s bank disputes this payment. Answer it in the Stripe dashboard before its date runs out.',
  'dispute-won': 'The dispute of this payment ended in your favour. The order is back where it was.',
  'dispute-lost': 'The dispute of this payment was lost: the money went back to the client.',
}

/** To the owner: a new paid order. */
export function ownerNewOrder(facts: MailFacts): Letter {
  const {contact, orderId} = facts
  return {
    subject: `New order ${orderId}: ${facts.planName}`,
    heading: 'A new order',
    paragraphs: [
      'The client has been sent the link to the set-up form. You hear from us when it comes back.',
    ],
    facts: [
      ...receiptFacts(facts),
      ['Name', contact.name],
      ['E-mail', contact.email],
      ['Phone', contact.phone],
    ],
    closing: [`See it with: npm run ops -- orders show ${orderId}`],
  }
}

/** To the owner: the set-up form came back. What is in it stays out of the mail. */
export function ownerDetailsReceived({orderId, planName, contact, state}: MailFacts): Letter {
  const hasBegun = state === 'in_set_up' || state === 'live'
  return {
    subject: `Order ${orderId}: the set-up form is in`,
    heading: 'The set-up form is in',
    paragraphs: ['The client has handed over what the set-up needs. Promised is the same or the next day.'],
    facts: [
      ['Order', orderId],
      ['Plan', planName],
      ['Business', contact.businessName],
    ],
    closing: [
      `Read it with: npm run ops -- service-data show ${orderId}`,
      ...(hasBegun
        ? []
        : [
            `Begin with: npm run ops -- orders advance ${orderId} (from then on the order cannot be refunded)`,
          ]),
    ],
  }
}

/** To the owner: something that a person must look at. */
export function ownerAlert({orderId, subject, contact}: MailFacts): Letter {
  return {
    subject: `Order ${orderId} needs you: ${subject.replaceAll('-', ' ')}`,
    heading: `Order ${orderId} needs you`,
    paragraphs: [
      ALERTS[subject] ?? `Something happened to this order that a person must look at: ${subject}.`,
    ],
    facts: [
      ['Order', orderId],
      ['Business', contact.businessName],
    ],
    closing: [`See it with: npm run ops -- orders show ${orderId}`],
  }
}
