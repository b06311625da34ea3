import {and, desc, eq, gt, isNull, sql} from 'drizzle-orm'
import {z} from 'zod'
import {appendAudit} from '../audit.ts'
import type {Commerce} from '../commerce.ts'
import {keyedHash, readableId} from '../crypto.ts'
import type {Executor, Transaction} from '../db/database.ts'
import {contactMessages, type HeldReason, type StoredMessage} from '../db/schema.ts'
import {containsCardNumber} from '../format/card-number.ts'
import {
  CONTACT_FIELDS,
  type ContactField,
  type ContactProblems,
  type ContactSubject,
  DECOY_FIELD,
  EMPTY_CONTACT,
  isContactSubject,
  MAX_CONTACT_CHARACTERS,
  type TypedContact,
} from '../format/forms.ts'
import {oneLine, severalLines} from '../format/text.ts'
import {enqueueMail} from '../outbox.ts'
import {rateLimiter} from '../redis.ts'

/** The contact form as a browser sent it. */
type ContactForm = {
  typed: TypedContact
  /** Whether the field that people do not see came back filled. */
  isDecoyFilled: boolean
}

/** A message that may be kept. */
type ContactMessage = {
  name: string
  email: string
  businessName: string
  subject: ContactSubject
  message: string
}

export type CheckedContact = {ok: true; message: ContactMessage} | {ok: false; problems: ContactProblems}

const MISSING: Record<ContactField, string | undefined> = {
  name: 'Please write your name.',
  email: 'Please write your e-mail address, so that we can answer.',
  business_name: undefined,
  subject: 'Please choose what it is about.',
  message: 'Please write your message.',
}

/** Reads the values of a sent form. A field that is missing is empty; unknown ones are left out. */
export function readTyped(sent: Readonly<Record<string, string>>): ContactForm {
  const typed = {...EMPTY_CONTACT}
  for (const field of CONTACT_FIELDS) typed[field] = sent[field] ?? ''
  return {typed, isDecoyFilled: Boolean(sent[DECOY_FIELD]?.trim())}
}

/** Checks what was typed, field by field. */
export function checkContact(typed: TypedContact): CheckedContact {
  const values = {
    name: oneLine(typed.name),
    email: typed.email.trim(),
    business_name: oneLine(typed.business_name),
    subject: typed.subject,
    message: severalLines(typed.message),
  }
  const problems: ContactProblems = {}
  for (const field of CONTACT_FIELDS) {
    const problem = findProblem(field, values[field])
    if (problem !== undefined) problems[field] = problem
  }
  const {subject, business_name: businessName, ...rest} = values
  if (Object.keys(problems).length > 0 || !isContactSubject(subject)) return {ok: false, problems}
  return {ok: true, message: {...rest, businessName, subject}}
}

function findProblem(field: ContactField, value: string): string | undefined {
  if (value === '') return MISSING[field]
  if (containsCardNumber(value))
    return 'This looks like a card number. Please take it out: we never need one, and must not keep it.'
  const max = MAX_CONTACT_CHARACTERS[field]
  if (value.length > max)
    return `Please use at most ${max.toLocaleString('en-US')} characters. These are ${value.length.toLocaleString('en-US')}.`
  if (field === 'email' && !z.email().safeParse(value).success)
    return 'Please write a whole e-mail address, such as ann@example.com.'
  if (field === 'subject' && !isContactSubject(value)) return MISSING.subject
  return undefined
}

/** How much of the form one visitor, and one e-mail address, may use. Counted for all machines that share a Redis. */
export type ContactLimits = {
  /** Counts a message from this network; false when there were too many. */
  allowsNetwork(network: string): Promise<boolean>
  /** Counts a message in the name of an e-mail address, given as a keyed hash; false when there were too many. */
  allowsSender(emailHash: string): Promise<boolean>
}

export type ContactOutcome =
  | {kind: 'accepted'}
  | {kind: 'problems'; problems: ContactProblems}
  /** Too many messages from one network. */
  | {kind: 'limited'}

export type InboxFilter = {
  /** Only the messages of this sender; upper and lower case are the same. */
  email?: string | undefined
  /** Answered messages as well. */
  all: boolean
  limit: number
}

type ReceiveParts = Pick<Commerce, 'db' | 'keys' | 'log'> & {limits: ContactLimits}

const HOUR_S = 3_600
const DAY_MS = 24 * HOUR_S * 1_000

/** The same words of the same person within this time are one message, sent twice. */
const SAME_MESSAGE_HOURS = 24

/** Days within which a data request is answered, counted from its receipt. */
const ANSWER_DAYS = 28

/** Mail about a message: to the owner, and to the person who wrote. `emails.ts` says how each is written. */
const CONTACT_MAIL_PURPOSES = ['owner_contact_message', 'contact_acknowledgement'] as const
export type ContactMailPurpose = (typeof CONTACT_MAIL_PURPOSES)[number]

/** The id of a message, `MSG-7K3F-92QM-X1ZD`, as people type it: any case, blanks around it. */
export const messageIdSchema = z
  .string()
  .trim()
  .toUpperCase()
  .regex(/^MSG(?:-[0-9A-HJKMNP-TV-Z]{4}){3}$/, {
    error: 'must be the id of a message such as MSG-7K3F-92QM-X1ZD',
  })

/** The limits of the form: ten messages an hour from one network, five a day in the name of one address. */
export function contactLimits(): ContactLimits {
  const networks = rateLimiter({keyPrefix: 'contact-network', points: 10, duration: HOUR_S})
  const senders = rateLimiter({keyPrefix: 'contact-sender', points: 5, duration: 24 * HOUR_S})
  return {
    allowsNetwork: async (network) => (await networks.refuse(network)) === undefined,
    allowsSender: async (emailHash) => (await senders.refuse(emailHash)) === undefined,
  }
}

/**
 * Takes a message: checks it, stores it, and queues the mail to the owner and the acknowledgement to its sender.
 *
 * A message that looks like a program's work, or that comes too often in the name of one e-mail address, is stored and
 * held: no mail is sent, nothing is lost, and the answer is the same, since another one would tell a stranger that the
 * address is known here.
 */
export async function receiveContact(
  {db, keys, log, limits}: ReceiveParts,
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
        gt(contactMessages.createdAt, sql`now() - make_interval(hours => ${SAME_MESSAGE_HOURS})`),
      ),
    )
    .limit(1)
  if (same) return undefined
  // 60 random bits.
  const id = readableId('MSG', 3)
  await transaction.insert(contactMessages).values({id, ...message, fingerprint, held})
  if (held === null) {
    for (const purpose of CONTACT_MAIL_PURPOSES) {
      await enqueueMail(transaction, {purpose, contactMessageId: id, dedupeKey: `${purpose}:${id}`})
    }
  }
  return id
}

/** The last moment to answer a data request. */
export function answerBy(receivedAt: Date): Date {
  return new Date(receivedAt.getTime() + ANSWER_DAYS * DAY_MS)
}

/** Messages of the contact form, newest first; held ones among them. */
export function listMessages(db: Executor, {email, all, limit}: InboxFilter): Promise<StoredMessage[]> {
  return db
    .select()
    .from(contactMessages)
    .where(
      and(
        all ? undefined : isNull(contactMessages.doneAt),
        email === undefined ? undefined : eq(sql`lower(${contactMessages.email})`, email.toLowerCase()),
      ),
    )
    .orderBy(desc(contactMessages.createdAt))
    .limit(limit)
}

export async function findMessage(db: Executor, id: string): Promise<StoredMessage | undefined> {
  const [message] = await db.select().from(contactMessages).where(eq(contactMessages.id, id))
  return message
}

/** What the owner says of a message. */
export type MessageMark = 'open' | 'answered' | 'spam'

export type MarkResult = {ok: true} | {ok: false; reason: 'unknown-message' | 'changed-meanwhile'}

/**
 * Marks a message. What is open again is no longer held either: the owner has looked at it. Spam is erased as held messages are.
 *
 * @param version the version that the owner has before their eyes; when the message has changed since, nothing is done
 */
export async function markMessage(
  db: Executor,
  id: string,
  {as, version}: {as: MessageMark; version: number},
): Promise<MarkResult> {
  const marked = await db
    .update(contactMessages)
    .set({
      doneAt: as === 'answered' ? sql`coalesce(${contactMessages.doneAt}, now())` : null,
      spamAt: as === 'spam' ? sql`now()` : null,
      held: as === 'open' ? null : undefined,
      version: sql`${contactMessages.version} + 1`,
    })
    .where(and(eq(contactMessages.id, id), eq(contactMessages.version, version)))
    .returning({id: contactMessages.id})
  if (marked.length > 0) return {ok: true}
  const isThere = (await findMessage(db, id)) !== undefined
  return {ok: false, reason: isThere ? 'changed-meanwhile' : 'unknown-message'}
}

/** Notes that a message is answered; the first time counts. Returns false when there is no such message. */
export async function markDone(db: Executor, id: string): Promise<boolean> {
  const done = await db
    .update(contactMessages)
    .set({
      doneAt: sql`coalesce(${contactMessages.doneAt}, now())`,
      version: sql`${contactMessages.version} + 1`,
    })
    .where(eq(contactMessages.id, id))
    .returning({id: contactMessages.id})
  return done.length > 0
}

/**
 * Erases a message for good, with mail about it that has not gone out. That it was erased, and by whom, stays in the
 * audit log; what it said does not. Returns false when there is no such message.
 */
export async function eraseMessage({db}: Pick<Commerce, 'db'>, id: string, actor: string): Promise<boolean> {
  return db.transaction(async (transaction) => {
    const erased = await transaction
      .delete(contactMessages)
      .where(eq(contactMessages.id, id))
      .returning({id: contactMessages.id})
    if (erased.length === 0) return false
    await appendAudit(transaction, {actor, action: 'message erased', about: id})
    return true
  })
}
