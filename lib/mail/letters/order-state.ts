import {isOrderState, type OrderState} from '../../orders/states.ts'
import type {Letter} from '../letter.ts'
import type {MailFacts} from '../mail-facts.ts'

type Words = {heading: string; text: string}

const WORDS: Readonly<Record<OrderState, Words>> = {
  pending: {heading: 'Your order is waiting for payment', text: 'Nothing has been charged so far.'},
  paid: {heading: 'Your payment has arrived', text: 'The link to your set-up form follows in its own mail.'},
  awaiting_details: {
    heading: 'We are waiting for your details',
    text: 'As soon as we have the set-up form, we start. If you need a new link to it, answer this mail.',
  },
  in_set_up: {
    heading: 'Your set-up has begun',
    text: 'We have what we need and are setting up your assistant. We write again when it answers its first lead.',
  },
  live: {
    heading: 'Your assistant is live',
    text: 'It answers your leads from now on, day and night. Try it as a customer would, and tell us what to change.',
  },
  refunded: {
    heading: 'Your payment has been refunded',
    text: 'The full amount is on its way to the card or account that paid. Banks take some days to show it.',
  },
  cancelled: {heading: 'Your order has been closed', text: 'It was never paid, and nothing will be charged.'},
  disputed: {
    heading: 'Your payment is disputed',
    text: 'Your bank has told us that the payment is disputed. If that is a mistake, answer this mail and we sort it out.',
  },
}

/** To the client, when the owner lets them know where their order stands. */
export function orderStateLetter(facts: MailFacts): Letter {
  const state = isOrderState(facts.subject) ? facts.subject : facts.state
  const {heading, text} = WORDS[state]
  return {
    subject: `${heading} (order ${facts.orderId})`,
    heading,
    paragraphs: [text],
    facts: [
      ['Order', facts.orderId],
      ['Plan', facts.planName],
    ],
    closing: [],
  }
}
