import {answerBy} from '../../contact/messages.ts'
import type {StoredMessage} from '../../db/schema/contact-messages.ts'
import {CONTACT_SUBJECTS, isDataRequest} from '../../format/contact-fields.ts'
import type {Letter} from '../letter.ts'

const longDate = (date: Date) => date.toLocaleDateString('en-US', {dateStyle: 'long', timeZone: 'UTC'})

/** To the owner: what somebody wrote in the contact form. An answer to this mail goes to them. */
export function ownerContactMessage(message: StoredMessage): Letter {
  const {id, subject, name, email, businessName, message: words, createdAt} = message
  const isRequest = isDataRequest(subject)
  return {
    subject: `${isRequest ? 'Data request' : 'Message'} from ${name}: ${CONTACT_SUBJECTS[subject]}`,
    heading: CONTACT_SUBJECTS[subject],
    paragraphs: words.split(/\n+/),
    facts: [
      ['From', name],
      ['E-mail', email],
      ...(businessName ? ([['Business', businessName]] satisfies Letter['facts']) : []),
      ['Received', longDate(createdAt)],
      ...(isRequest ? ([['Answer by', longDate(answerBy(createdAt))]] satisfies Letter['facts']) : []),
      ['Message', id],
    ],
    closing: [
      'Answer this mail, and the answer goes to them.',
      ...(isRequest ? ['How to answer a data request stands in docs/operations.md.'] : []),
      `When it is answered: npm run ops -- inbox done ${id}`,
    ],
  }
}

/** To whoever wrote: it arrived. Repeats nothing of what they typed, so that the form cannot be used to write to others. */
export function contactAcknowledgement({id, subject, createdAt}: StoredMessage): Letter {
  return {
    subject: 'We have your message',
    heading: 'We have your message',
    paragraphs: isDataRequest(subject)
      ? [
          `We answer requests about personal information by ${longDate(answerBy(createdAt))} at the latest.`,
          'We may have to ask first whether it is really you, by an answer to this address.',
        ]
      : ['The answer comes to this address.'],
    facts: [
      ['About', CONTACT_SUBJECTS[subject]],
      ['Received', longDate(createdAt)],
      ['Message', id],
    ],
    closing: [
      'If you did not write to us, somebody gave your address by mistake. You need not do anything; answer this mail if you want it removed.',
    ],
  }
}
