import {randomUUID} from 'node:crypto'
import {and, asc, desc, eq, inArray, isNull, lt, lte, or, sql} from 'drizzle-orm'
import {z} from 'zod'
import type {Commerce} from './commerce.ts'
import type {Database, Executor, Transaction} from './db/database.ts'
import {type OutboxRow, type OutboxStatus, outbox, type SentMail, sentMails} from './db/schema.ts'
import {MailAddress, type Mailbox, type OutgoingMail} from './mail.ts'

// Mail is queued in the transaction of the fact that causes it, and sent after. What a mail says, and what follows once it is
// sent, is told by the domain that queues it.

// Queueing

/** What is known of a mail when it is queued; the mail itself is composed when it is sent. */
export type QueuedMail = {
  /** The kind of mail. */
  purpose: string
  orderId?: string
  contactMessageId?: string
  privacyRequestId?: string
  /** What the kind needs beside the order, message or request, such as a state; never personal data. */
  subject?: string
  /** Names the cause. The same cause queues one mail, however often it is reported. */
  dedupeKey: string
}

/** Queues a mail in the transaction of the fact that causes it. Returns false when that cause has its mail already. */
export async function enqueueMail(db: Executor, mail: QueuedMail): Promise<boolean> {
  const queued = await db.insert(outbox).values(mail).onConflictDoNothing().returning({id: outbox.id})
  return queued.length > 0
}

/**
 * Queues a mail that a person asks for. One of the same cause that was given up gets all its attempts anew.
 *
 * @returns `waiting` or `sent` when that cause has such a mail already, and nothing was done
 */
export async function enqueueAgain(db: Executor, mail: QueuedMail): Promise<'queued' | 'waiting' | 'sent'> {
  const queued = await db
    .insert(outbox)
    .values(mail)
    .onConflictDoUpdate({
      target: outbox.dedupeKey,
      set: {status: 'waiting', attempts: 0, dueAt: sql`now()`, lastError: null},
      setWhere: eq(outbox.status, 'dead'),
    })
    .returning({id: outbox.id})
  if (queued.length > 0) return 'queued'
  const [held] = await db
    .select({status: outbox.status})
    .from(outbox)
    .where(eq(outbox.dedupeKey, mail.dedupeKey))
  return held?.status === 'sent' ? 'sent' : 'waiting'
}

// Sending

/** A mail before it has its sender and its Message-ID. */
export type ComposedMail = Pick<OutgoingMail, 'subject' | 'text' | 'html'> & {
  to: Mailbox
  replyTo?: Mailbox | undefined
}

/** What a domain tells of one kind of mail that it queues. */
export type MailKind = {
  /** What the mail is for. Privacy policy §2: information is used to communicate about the service, never for advertising. */
  description: string
  /** Writes the mail as of now. Undefined when nothing can be written to: the person or message was erased. */
  compose(row: OutboxRow): Promise<ComposedMail | undefined>
  /**
   * What follows once the mail is out, in the transaction that marks it as sent. Runs before the row of the mail is locked, so
   * that it can lock an order first, as every other transaction that locks both does.
   */
  onSent?(transaction: Transaction, row: OutboxRow): Promise<void>
}

/** Every kind of mail by the `purpose` of its rows. */
export type MailKinds = Readonly<Record<string, MailKind>>

type Parts = Pick<Commerce, 'db' | 'mailer' | 'from' | 'log'> & {
  /** What follows when a mail is given up, in the transaction that notes it. Not called for a person who was erased. */
  onDead?(transaction: Transaction, row: OutboxRow): Promise<void>
}

/**
 * Sends every mail that is due, one after the other, until none is left or the signal.
 *
 * At least once: a process that is killed after the mail host took a message over and before that is noted sends it again,
 * under the same Message-ID. At no other step can a mail go out twice.
 */
export async function sendDueMail(
  parts: Parts,
  kinds: MailKinds,
  signal?: AbortSignal,
): Promise<{sent: number; failed: number}> {
  const claimant = randomUUID()
  const done = {sent: 0, failed: 0}
  while (!signal?.aborted) {
    const row = await claimMail(parts.db, claimant)
    if (row === undefined) break
    done[(await send(parts, kinds[row.purpose], row)) ? 'sent' : 'failed'] += 1
  }
  return done
}

async function send(parts: Parts, kind: MailKind | undefined, row: OutboxRow): Promise<boolean> {
  const {db, mailer, from, log} = parts
  const {id, purpose, orderId, contactMessageId, privacyRequestId, attempts: attempt} = row
  const about = {outboxId: id, purpose, about: orderId ?? contactMessageId ?? privacyRequestId, attempt}
  let mail: ComposedMail | undefined
  try {
    // A newer version of the site may have queued it: it waits like a mail that failed.
    if (kind === undefined) throw new Error(`There is no kind of mail called ${purpose}.`)
    mail = await kind.compose(row)
    if (mail === undefined) {
      await markFailed(parts, row, {code: NO_RECIPIENT, isFinal: true})
      log.warn(about, 'a mail has no recipient any more')
      return false
    }
    const to = MailAddress.check(mail.to)
    const replyTo = mail.replyTo && MailAddress.check(mail.replyTo)
    if (to === undefined) throw new UnusableAddress()
    await mailer.send({...mail, from, to, replyTo, messageId: `${id}@${from.address.split('@')[1]}`})
  } catch (error) {
    const failure = describeMailError(error)
    const status = await markFailed(parts, row, failure)
    log.warn({...about, error: failure.code, status}, 'a mail was not sent')
    return false
  }
  const {to, subject, text} = mail
  await db.transaction(async (transaction) => {
    await kind.onSent?.(transaction, row)
    if (!(await markSent(transaction, row)) || privacyRequestId !== null) return
    await transaction
      .insert(sentMails)
      .values({
        outboxId: id,
        orderId,
        contactMessageId,
        recipient: to.address,
        subject,
        body: withoutKeys(text),
      })
      .onConflictDoNothing()
  })
  log.info(about, 'a mail was sent')
  return true
}

/** The shortest part of an address that is taken for a key: one-time links have 43 characters. */
const KEY_IN_ADDRESS = /(?<=https?:\/\/\S*[/=])[\w-]{32,}/g

/** The words of a mail without what opens something, of which only hashes may be kept. */
function withoutKeys(text: string): string {
  return text.replace(KEY_IN_ADDRESS, '•••')
}

/** Longer than sending can take with all its time-outs. The claim of a process that was killed ends by itself. */
const CLAIM_S = 90

/** Claims the mail that has been due longest. Two processes never hold a claim on the same one. */
async function claimMail(db: Database, claimant: string): Promise<OutboxRow | undefined> {
  const due = db
    .select({id: outbox.id})
    .from(outbox)
    .where(
      and(
        eq(outbox.status, 'waiting'),
        lte(outbox.dueAt, sql`now()`),
        or(isNull(outbox.claimedUntil), lt(outbox.claimedUntil, sql`now()`)),
      ),
    )
    .orderBy(asc(outbox.dueAt))
    .limit(1)
    .for('update', {skipLocked: true})
  const [claimed] = await db
    .update(outbox)
    .set({
      claimedBy: claimant,
      claimedUntil: sql`now() + make_interval(secs => ${CLAIM_S})`,
      attempts: sql`${outbox.attempts} + 1`,
    })
    .where(inArray(outbox.id, due))
    .returning()
  return claimed
}

const stillClaimed = ({id, claimedBy}: OutboxRow) =>
  and(eq(outbox.id, id), sql`${outbox.claimedBy} = ${claimedBy}`)

/** Marks a mail as sent, unless another process has claimed it since, or it was erased. Returns whether it did. */
async function markSent(db: Executor, row: OutboxRow): Promise<boolean> {
  const marked = await db
    .update(outbox)
    .set({status: 'sent', sentAt: sql`now()`, claimedBy: null, claimedUntil: null, lastError: null})
    .where(stillClaimed(row))
    .returning({id: outbox.id})
  return marked.length > 0
}

const MAX_ATTEMPTS = 12
const FIRST_WAIT_S = 30
const MAX_WAIT_S = 3_600

/** Puts a mail back for a later try, further away each time; after the last one it waits for the owner as `dead`. */
async function markFailed(
  {db, onDead}: Parts,
  row: OutboxRow,
  {code, isFinal}: {code: string; isFinal: boolean},
): Promise<'waiting' | 'dead'> {
  const status = isFinal || row.attempts >= MAX_ATTEMPTS ? 'dead' : 'waiting'
  const wait = Math.min(MAX_WAIT_S, FIRST_WAIT_S * 2 ** (row.attempts - 1)) * (0.75 + Math.random() / 2)
  await db.transaction(async (transaction) => {
    const noted = await transaction
      .update(outbox)
      .set({
        status,
        lastError: code,
        dueAt: sql`now() + make_interval(secs => ${wait})`,
        claimedBy: null,
        claimedUntil: null,
      })
      .where(stillClaimed(row))
      .returning({id: outbox.id})
    if (status === 'dead' && code !== NO_RECIPIENT && noted.length > 0) await onDead?.(transaction, row)
  })
  return status
}

/** The person or the message was erased. */
const NO_RECIPIENT = 'no-address'

/** The `lastError` of a mail whose recipient's address cannot be used. */
export const UNUSABLE_ADDRESS = 'unusable-address'

/** What was stored as the recipient's address is none, or is several. */
class UnusableAddress extends Error {
  readonly code = UNUSABLE_ADDRESS
}

const mailError = z.object({code: z.string().optional(), responseCode: z.number().optional()})

/**
 * What may be kept of a failure to send: its code. The words of a mail host may quote an address.
 *
 * `isFinal`: the host refused this recipient or message for good (RFC 5321 §4.2.1, 5yz), so trying again is pointless.
 */
function describeMailError(error: unknown): {code: string; isFinal: boolean} {
  const {code = 'failed', responseCode = 0} = mailError.safeParse(error).data ?? {}
  const isFinal =
    code === UNUSABLE_ADDRESS || (responseCode >= 500 && (code === 'EENVELOPE' || code === 'EMESSAGE'))
  return {code: responseCode ? `${code} ${responseCode}` : code, isFinal}
}

// What the owner sees and does

/** Queued and sent mail, newest first. */
export function listOutbox(
  db: Executor,
  {status, limit}: {status?: OutboxStatus; limit: number},
): Promise<OutboxRow[]> {
  return db
    .select()
    .from(outbox)
    .where(status && eq(outbox.status, status))
    .orderBy(desc(outbox.createdAt))
    .limit(limit)
}

/** A mail as it went out. Undefined when it has not, or is not kept any more. */
export async function findSentMail(db: Executor, id: string): Promise<SentMail | undefined> {
  const [mail] = await db.select().from(sentMails).where(eq(sentMails.outboxId, id))
  return mail
}

/** Puts a mail aside that need not go out any more, or whose news is dealt with. Returns false when there is no such mail. */
export async function dismissMail(db: Executor, id: string): Promise<boolean> {
  const dismissed = await db
    .update(outbox)
    .set({dismissedAt: sql`coalesce(${outbox.dismissedAt}, now())`})
    .where(and(eq(outbox.id, id), inArray(outbox.status, ['dead', 'sent'])))
    .returning({id: outbox.id})
  return dismissed.length > 0
}

/** Puts dead mail back in the queue, with all its attempts before it: one of it, or all that was not put aside. Returns how many. */
export async function retryOutbox(db: Executor, id?: string): Promise<number> {
  const retried = await db
    .update(outbox)
    .set({status: 'waiting', attempts: 0, dueAt: sql`now()`, dismissedAt: null})
    .where(and(eq(outbox.status, 'dead'), id === undefined ? isNull(outbox.dismissedAt) : eq(outbox.id, id)))
    .returning({id: outbox.id})
  return retried.length
}
