import {and, count, desc, eq, isNotNull, isNull, type SQL, sql} from 'drizzle-orm'
import {appendAudit} from '../audit.ts'
import {answerBy, findMessage, markMessage} from '../contact/messages.ts'
import {contactMessages, customerContacts, type StoredMessage} from '../db/schema.ts'
import {type DeskQuestion, LINES_A_PAGE, type MessageLine} from '../format/desk.ts'
import {CONTACT_SUBJECTS, isDataRequest} from '../format/forms.ts'
import {
  type Answer,
  auditLook,
  CHANGED_MEANWHILE,
  type Declined,
  type Desk,
  declined,
  excerpt,
  found,
  iso,
  said,
} from './desk.ts'
import {answerSubject, answersTo, writeLetter} from './letters.ts'

const SHOWN: Record<'open' | 'answered' | 'spam', SQL | undefined> = {
  open: and(isNull(contactMessages.doneAt), isNull(contactMessages.spamAt)),
  answered: isNotNull(contactMessages.doneAt),
  spam: isNotNull(contactMessages.spamAt),
}

const HELD_WORDS = {
  decoy: 'It filled in a field that people do not see, as programs do. Nobody was mailed.',
  too_many: 'There were more than five in a day from this e-mail address. Nobody was mailed.',
} as const

const UNKNOWN_MESSAGE = declined(
  'not-found',
  'unknown_message',
  'There is no such message. It may have been erased.',
)

/** Messages of the contact form, newest first; held ones among those that are open. */
export async function listInbox(
  desk: Desk,
  question: Required<DeskQuestion<'list-messages'>>,
): Promise<Answer<'list-messages'>> {
  const {show, search, offset} = question
  const {name, email, businessName, message, id} = contactMessages
  const condition = and(SHOWN[show], found(search, [name, email, businessName, message, id]))
  const rows = await desk.db
    .select()
    .from(contactMessages)
    .where(condition)
    .orderBy(desc(contactMessages.createdAt))
    .limit(LINES_A_PAGE)
    .offset(offset)
  const [{total} = {total: 0}] = await desk.db.select({total: count()}).from(contactMessages).where(condition)
  await auditLook(desk, {action: 'messages list'})
  return {ok: true, answer: {total, messages: rows.map(lineOf)}}
}

/** All of one message, with its answers. */
export async function showMessage(
  desk: Desk,
  {messageId}: DeskQuestion<'show-message'>,
): Promise<Answer<'show-message'>> {
  const stored = await findMessage(desk.db, messageId)
  if (stored === undefined) return UNKNOWN_MESSAGE
  const orders = await desk.db
    .select({orderId: customerContacts.orderId})
    .from(customerContacts)
    .where(eq(sql`lower(${customerContacts.email})`, stored.email.toLowerCase()))
    .limit(LINES_A_PAGE)
  const answers = await answersTo(desk.db, messageId)
  await auditLook(desk, {action: 'message show', about: messageId})
  return {
    ok: true,
    answer: {
      ...lineOf(stored),
      version: stored.version,
      message: stored.message,
      heldBecause: stored.held === null ? undefined : HELD_WORDS[stored.held],
      orderIds: orders.map(({orderId}) => orderId),
      answers: answers.map(({at, body, status, mailId}) => ({at: iso(at), body, status, mailId})),
    },
  }
}

/** Answers a message by mail. The answer is kept with it, and the message counts as answered. */
export async function answerMessage(
  desk: Desk,
  {messageId, version, letterId, body}: DeskQuestion<'answer-message'>,
): Promise<Answer<'answer-message'>> {
  return desk.db.transaction(async (transaction): Promise<Answer<'answer-message'>> => {
    const stored = await findMessage(transaction, messageId)
    if (stored === undefined) return UNKNOWN_MESSAGE
    const known = await answersTo(transaction, messageId)
    if (known.some(({letterId: id}) => id === letterId)) return said('This answer is on its way already.')
    const marked = await markMessage(transaction, messageId, {as: 'answered', version})
    if (!marked.ok) return refusal(marked.reason)
    await writeLetter(transaction, {
      id: letterId,
      to: {contactMessageId: messageId},
      subject: answerSubject(stored.subject),
      body,
      author: desk.actor,
    })
    await appendAudit(transaction, {actor: desk.actor, action: 'message answered', about: messageId})
    return said('Your answer is on its way. The message counts as answered.')
  })
}

const MARKED = {
  open: 'It waits for an answer again.',
  answered: 'It counts as answered.',
  spam: 'It is spam, and is erased 30 days after it came.',
} as const

/** Says of a message that it is answered, spam, or open again. */
export async function markInInbox(
  desk: Desk,
  {messageId, version, as}: DeskQuestion<'mark-message'>,
): Promise<Answer<'mark-message'>> {
  return desk.db.transaction(async (transaction): Promise<Answer<'mark-message'>> => {
    const marked = await markMessage(transaction, messageId, {as, version})
    if (!marked.ok) return refusal(marked.reason)
    await appendAudit(transaction, {actor: desk.actor, action: `message ${as}`, about: messageId})
    return said(MARKED[as])
  })
}

function refusal(reason: 'unknown-message' | 'changed-meanwhile'): Declined {
  return reason === 'unknown-message' ? UNKNOWN_MESSAGE : CHANGED_MEANWHILE
}

function lineOf(stored: StoredMessage): MessageLine {
  const {id, subject, name, businessName, email, message, createdAt, doneAt} = stored
  const due = isDataRequest(subject) ? answerBy(createdAt) : undefined
  return {
    id,
    about: CONTACT_SUBJECTS[subject],
    name,
    businessName,
    email,
    excerpt: excerpt(message),
    createdAt: iso(createdAt),
    answerBy: due && iso(due),
    isLate: doneAt === null && due !== undefined && due.getTime() < Date.now(),
    state: stateOf(stored),
  }
}

function stateOf({doneAt, spamAt, held}: StoredMessage): MessageLine['state'] {
  if (doneAt !== null) return 'answered'
  if (spamAt !== null) return 'spam'
  return held === null ? 'open' : 'held'
}
