import type {Letter} from '../letter.ts'
import type {MailFacts} from '../mail-facts.ts'

/** The button that leads to the set-up form, while there is something to fill in. */
export function setupAction({setupUrl}: MailFacts): Pick<Letter, 'action'> {
  if (setupUrl === undefined) return {}
  return {
    action: {
      label: 'Start the set-up form',
      url: setupUrl,
      note: 'The link is yours alone and works for 14 days, until you send the form. You can stop and come back to it. We never ask for a card number there.',
    },
  }
}
