import {eq} from 'drizzle-orm'
import type {Commerce} from '../commerce.ts'
import type {Executor} from '../db/database.ts'
import {contactMessages, type OutboxRow, type StoredMessage} from '../db/schema.ts'
import {CONTACT_SUBJECTS, isDataRequest, REQUESTS_PATH} from '../format/forms.ts'
import {deskPath} from '../links/paths.ts'
import {deskAction, type Email, renderEmail} from '../mail.ts'
import type {MailKind} from '../outbox.ts'
import {answerBy, type ContactMailPurpose} from './messages.ts'

/** How the outbox composes mail about messages of the contact form. */
export function contactMailKinds({
  db,
  owner,
  siteUrl,
  hasDesk,
}: Pick<Commerce, 'db' | 'owner' | 'siteUrl' | 'hasDesk'>): Record<ContactMailPurpose, MailKind> {
  return {
    owner_contact_message: {
      description: 'Brings the owner what somebody wrote in the contact form.',
      async compose(row) {
        const message = await messageOf(db, row)
        if (message === undefined) return undefined
        const sender = {name: message.name, address: message.email}
        return {
          ...renderEmail(ownerContactMessage(message, {siteUrl, hasDesk}), siteUrl),
          to: owner,
          replyTo: sender,
        }
      },
    },
    contact_acknowledgement: {
      description:
        'Tells the person who wrote in the contact form that it arrived, and when to expect an answer.',
      async compose(row) {
        const message = await messageOf(db, row)
        if (message === undefined) return undefined
        // The address is not verified, so the mail carries no word that a stranger could choose.
        const to = {name: '', address: message.email}
        return {...renderEmail(contactAcknowledgement(message, siteUrl), siteUrl), to, replyTo: owner}
      },
    },
  }
}

async function messageOf(db: Executor, {contactMessageId}: OutboxRow): Promise<StoredMessage | undefined> {
  if (contactMessageId === null) return undefined
  const [message] = await db.select().from(contactMessages).where(eq(contactMessages.id, contactMessageId))
  return message
}

const longDate = (date: Date) => date.toLocaleDateString('en-US', {dateStyle: 'long', timeZone: 'UTC'})

/** What was written in the contact form. An answer to this mail goes to the person who wrote. */
function ownerContactMessage(message: StoredMessage, desk: Pick<Commerce, 'siteUrl' | 'hasDesk'>): Email {
  const {id, subject, name, email, businessName, message: words, createdAt} = message
  const isRequest = isDataRequest(subject)
  const when = (is: boolean, label: string, value: string): Email['facts'] => (is ? [[label, value]] : [])
  return {
    subject: `${isRequest ? 'Data request' : 'Message'} from ${name}: ${CONTACT_SUBJECTS[subject]}`,
    heading: CONTACT_SUBJECTS[subject],
    paragraphs: words.split(/\n+/),
    facts: [
      ['From', name],
      ['E-mail', email],
      ...when(businessName !== '', 'Business', businessName),
      ['Received', longDate(createdAt)],
      ...when(isRequest, 'Answer by', longDate(answerBy(createdAt))),
      ['Message', id],
    ],
    ...deskAction(desk, 'Open the message', deskPath('message', id)),
    closing: [
      'Answer this mail, and the answer goes to them.',
      ...(isRequest ? ['How to answer a data request stands in docs/operations.md.'] : []),
      ...(desk.hasDesk ? [] : [`When it is answered: npm run ops -- inbox done ${id}`]),
    ],
  }
}

/** Repeats nothing of what was typed, so that the form cannot be used to write to others. */
function contactAcknowledgement({id, subject, createdAt}: StoredMessage, siteUrl: string): Email {
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
      ...(isDataRequest(subject)
        ? [`You can do it yourself, in a few minutes: ${siteUrl}${REQUESTS_PATH}`]
        : []),
      'If you did not write to us, somebody gave your address by mistake. You need not do anything; answer this mail if you want it removed.',
    ],
  }
}
