import {and, eq, gt, sql} from 'drizzle-orm'
import type {Commerce} from '../commerce/context.ts'
import {keyedHash} from '../crypto/tokens.ts'
import type {Transaction} from '../db/database.ts'
import {contactMessages, type HeldReason} from '../db/schema/contact-messages.ts'
import {enqueueMail} from '../outbox/enqueue-mail.ts'
import {type ContactMessage, checkContact} from './check-contact.ts'
import type {ContactProblems} from './contact-fields.ts'
import type {ContactLimits} from './contact-limits.ts'
import {newMessageId} from './message-id.ts'
import type {ContactForm} from './read-typed.ts'

export type ContactOutcome =
  | {kind: 'accepted'}
  | {kind: 'problems'; problems: ContactProblems}
  /** Too many messages from one network. */
  | {kind: 'limited'}

type Parts = Pick<Commerce, 'db' | 'keys' | 'log'> & {limits: ContactLimits}

/** The same words of the same person within this time are one message, sent twice. */
const SAME_HOURS = 24

/**
 * Takes a message: checks it, stores it, and queues the mail to the owner and the acknowledgement to its sender.
 *
 * What looks like a program's work, or comes too often in the name of one e-mail address, is stored and held: nobody is
 * mailed, nothing is lost, and the answer is the same, since it would tell a stranger that the address is known here.
 */
export async function receiveContact(
  {db, keys, log, limits}: Parts,
  form: ContactForm,
  network: string,
): Promise<ContactOutcome> {
  const checked = checkContact(form.typed)
  if (!checked.ok) return {kind: 'problems', problems: checked.problems}
  if (!(await limits.allowsNetwork(network))) {
    log.warn({about: 'contact'}, 'a network sends too many messages')
    return {kind: 'limited'}
  }
  const {message} = checked
  const isWithinSenderLimit = await limits.allowsSender(keyedHash(keys, 'contact-sender', message.email))
  const held = form.isDecoyFilled ? 'decoy' : isWithinSenderLimit ? null : 'too_many'
  const fingerprint = keyedHash(keys, 'contact-message', JSON.stringify(message))
  const id = await db.transaction((transaction) => storeOnce(transaction, message, fingerprint, held))
  log.info({messageId: id, held, isRepeated: id === undefined}, 'a message came in')
  return {kind: 'accepted'}
}

/** Returns the id of the stored message, or nothing when it is there already. */
async function storeOnce(
  transaction: Transaction,
  message: ContactMessage,
  fingerprint: string,
  held: HeldReason | null,
): Promise<string | undefined> {
  // A button pressed twice sends two requests at once: the second waits here until the first is stored.
  await transaction.execute(sql`select pg_advisory_xact_lock(hashtextextended(${fingerprint}, 0))`)
  const [same] = await transaction
    .select({id: contactMessages.id})
    .from(contactMessages)
    .where(
      and(
        eq(contactMessages.fingerprint, fingerprint),
        gt(contactMessages.createdAt, sql`now() - make_interval(hours => ${SAME_HOURS})`),
      ),
    )
    .limit(1)
  if (same) return undefined
  const id = newMessageId()
  await transaction.insert(contactMessages).values({id, ...message, fingerprint, held})
  if (held === null) {
    for (const purpose of ['owner_contact_message', 'contact_acknowledgement'] as const) {
      await enqueueMail(transaction, {purpose, contactMessageId: id, dedupeKey: `${purpose}:${id}`})
    }
  }
  return id
}
