import type {Letter} from '../letter.ts'
import type {MailFacts} from '../mail-facts.ts'
import {setupAction} from './setup-action.ts'

/** To the client, who asked for a new link, or whose old one ran out. */
export function setupLinkLetter(facts: MailFacts): Letter {
  return {
    subject: `Your set-up form for order ${facts.orderId}`,
    heading: facts.setupUrl ? 'A new link to your set-up form' : 'Your set-up form is closed',
    paragraphs: [
      facts.setupUrl
        ? 'Here is a new link. What you saved before is still there; older links no longer work.'
        : 'The form of this order cannot be filled in any more. If something is still missing, answer this mail.',
    ],
    ...setupAction(facts),
    facts: [
      ['Order', facts.orderId],
      ['Plan', facts.planName],
    ],
    closing: [],
  }
}
