import {and, asc, eq, sql} from 'drizzle-orm'
import type {Commerce} from '../commerce.ts'
import type {Executor} from '../db/database.ts'
import {contactMessages, type OwnerLetter, orderNotes, outbox, ownerLetters} from '../db/schema.ts'
import {CONTACT_SUBJECTS} from '../format/forms.ts'
import {severalLines} from '../format/text.ts'
import {renderEmail} from '../mail.ts'
import {findContact} from '../orders/store.ts'
import {enqueueMail, type MailKind} from '../outbox.ts'

const PURPOSE = 'owner_letter'

/** A letter to the client of an order, or to the person who wrote a message. */
export type NewLetter = {
  id: string
  to: {orderId: string} | {contactMessageId: string}
  subject: string
  body: string
  author: string
}

/** Keeps a letter and queues the mail that carries it. The same letter, sent twice, is one. Returns false when it is here already. */
export async function writeLetter(db: Executor, {id, to, ...letter}: NewLetter): Promise<boolean> {
  const written = await db
    .insert(ownerLetters)
    .values({...letter, ...to, id, body: severalLines(letter.body)})
    .onConflictDoNothing()
    .returning({id: ownerLetters.id})
  if (written.length === 0) return false
  await enqueueMail(db, {purpose: PURPOSE, ...to, subject: id, dedupeKey: `${PURPOSE}:${id}`})
  return true
}

/** The answers to a message, oldest first, each with its mail. */
export function answersTo(db: Executor, contactMessageId: string) {
  return db
    .select({
      letterId: ownerLetters.id,
      at: ownerLetters.createdAt,
      body: ownerLetters.body,
      status: outbox.status,
      mailId: outbox.id,
    })
    .from(ownerLetters)
    .innerJoin(outbox, and(eq(outbox.purpose, PURPOSE), eq(outbox.subject, sql`${ownerLetters.id}::text`)))
    .where(eq(ownerLetters.contactMessageId, contactMessageId))
    .orderBy(asc(ownerLetters.createdAt))
}

/** Keeps a note about an order. Returns false when it is here already. */
export async function writeNote(
  db: Executor,
  note: {id: string; orderId: string; body: string; author: string},
): Promise<boolean> {
  const written = await db
    .insert(orderNotes)
    .values({...note, body: severalLines(note.body)})
    .onConflictDoNothing()
    .returning({id: orderNotes.id})
  return written.length > 0
}

export function notesOf(db: Executor, orderId: string) {
  return db.select().from(orderNotes).where(eq(orderNotes.orderId, orderId))
}

/** How the outbox composes the mail of a letter. An answer to it goes to the owner. */
export function letterMailKinds({
  db,
  owner,
  siteUrl,
}: Pick<Commerce, 'db' | 'owner' | 'siteUrl'>): Record<typeof PURPOSE, MailKind> {
  return {
    [PURPOSE]: {
      description: 'Brings a client, or a person who wrote a message, what the owner writes to them.',
      async compose({subject: letterId}) {
        const [letter] = await db.select().from(ownerLetters).where(eq(ownerLetters.id, letterId))
        const to = letter && (await recipientOf(db, letter))
        if (!letter || !to) return undefined
        const facts: [string, string][] = letter.orderId
          ? [['Order', letter.orderId]]
          : [['Message', letter.contactMessageId ?? '']]
        const email = {
          subject: letter.subject,
          heading: letter.subject,
          paragraphs: letter.body.split(/\n{2,}/),
          facts,
          closing: ['Answer this mail, and the answer goes to us.'],
        }
        return {...renderEmail(email, siteUrl), to, replyTo: owner}
      },
    },
  }
}

async function recipientOf(db: Executor, {orderId, contactMessageId}: OwnerLetter) {
  if (orderId !== null) {
    const contact = await findContact(db, orderId)
    return contact?.email ? {name: contact.name ?? '', address: contact.email} : undefined
  }
  const [message] = await db
    .select({name: contactMessages.name, address: contactMessages.email})
    .from(contactMessages)
    .where(eq(contactMessages.id, contactMessageId ?? ''))
  return message
}

/** The subject of an answer to a message. */
export function answerSubject(subject: keyof typeof CONTACT_SUBJECTS): string {
  return `Re: ${CONTACT_SUBJECTS[subject]}`
}
