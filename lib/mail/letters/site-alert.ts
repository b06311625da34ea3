import type {Letter} from '../letter.ts'

const ALERTS: Readonly<Record<string, string>> = {
  'livemode-mismatch':
    'Stripe sent an event of the other mode, test instead of live or the other way round, and the site refused it. One of STRIPE_SECRET_KEY and STRIPE_WEBHOOK_SECRET may belong to the wrong mode: payments of that mode are not taken note of.',
}

/** To the owner: something about the site as a whole that a person must look at. */
export function siteAlert(subject: string): Letter {
  return {
    subject: `The site needs you: ${subject.replaceAll('-', ' ')}`,
    heading: 'The site needs you',
    paragraphs: [ALERTS[subject] ?? `Something happened that a person must look at: ${subject}.`],
    facts: [],
    closing: ['The log names the event. You are told of this once a day at most.'],
  }
}
