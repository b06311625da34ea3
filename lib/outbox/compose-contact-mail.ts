import {eq} from 'drizzle-orm'
import type {Commerce} from '../commerce/context.ts'
import {contactMessages} from '../db/schema/contact-messages.ts'
import type {OutboxRow} from '../db/schema/outbox.ts'
import {contactAcknowledgement, ownerContactMessage} from '../mail/letters/contact-letters.ts'
import {setLetter} from '../mail/set-letter.ts'
import type {Composed} from './composed.ts'

type Parts = Pick<Commerce, 'db' | 'owner' | 'siteUrl'>

/** Writes a mail about a message of the contact form. Undefined when the message is gone. */
export async function composeContactMail(
  {db, owner, siteUrl}: Parts,
  {contactMessageId, purpose}: OutboxRow,
): Promise<Composed | undefined> {
  if (contactMessageId === null) return undefined
  const [message] = await db.select().from(contactMessages).where(eq(contactMessages.id, contactMessageId))
  if (message === undefined) return undefined
  const sender = {name: message.name, address: message.email}
  // What is sent to an address that nobody has verified carries no word that a stranger could choose.
  return purpose === 'owner_contact_message'
    ? {...setLetter(ownerContactMessage(message), siteUrl), to: owner, replyTo: sender}
    : {...setLetter(contactAcknowledgement(message), siteUrl), to: {...sender, name: ''}, replyTo: owner}
}
