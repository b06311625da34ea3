import {type OrderEmail, openOrder, orderMailKind} from '../orders/emails.ts'
import type {MailKinds} from '../outbox.ts'

/** To the owner: the set-up form came back. What is in it stays out of the mail. */
const ownerDetailsReceived: OrderEmail = {
  description: 'Tells the owner that a client handed over what the set-up needs.',
  to: 'owner',
  write: (facts) => {
    const {orderId, planName, contact, state} = facts
    const hasBegun = state === 'in_set_up' || state === 'live'
    return {
      subject: `Order ${orderId}: the set-up form is in`,
      heading: 'The set-up form is in',
      paragraphs: [
        'The client has handed over what the set-up needs. Promised is the same or the next day.',
        ...(hasBegun
          ? []
          : ['From the moment that you begin the set-up, the order cannot be refunded any more.']),
      ],
      facts: [
        ['Order', orderId],
        ['Plan', planName],
        ['Business', contact.businessName],
      ],
      ...openOrder(facts, 'service-data show'),
    }
  },
}

/** Emails about set-up forms by their purpose. */
export const SETUP_EMAILS = {owner_details_received: ownerDetailsReceived}

/** How the outbox composes them. */
export function setupMailKinds(parts: Parameters<typeof orderMailKind>[0]): MailKinds {
  return {owner_details_received: orderMailKind(parts, SETUP_EMAILS.owner_details_received)}
}
