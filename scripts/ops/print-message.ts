import {answerBy} from '#lib/contact/messages.ts'
import type {StoredMessage} from '#lib/db/schema.ts'
import {CONTACT_SUBJECTS, isDataRequest} from '#lib/format/contact-fields.ts'
import {printFields, printJson} from './print.ts'

/** Prints one message of the contact form. */
export function printMessage(message: StoredMessage, json: boolean): void {
  if (json) {
    printJson(message)
    return
  }
  const {id, subject, name, email, businessName, createdAt, doneAt, held} = message
  printFields({
    Message: id,
    About: CONTACT_SUBJECTS[subject],
    From: name,
    'E-mail': email,
    Business: businessName,
    Received: createdAt,
    'Answer by': isDataRequest(subject) ? answerBy(createdAt) : null,
    Answered: doneAt,
    Held: held?.replaceAll('_', ' '),
    Text: message.message,
  })
}
