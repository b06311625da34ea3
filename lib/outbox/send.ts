import {randomUUID} from 'node:crypto'
import {z} from 'zod'
import type {Commerce} from '../context.ts'
import type {Transaction} from '../db/database.ts'
import type {OutboxRow} from '../db/schema.ts'
import type {OutgoingMail} from '../mail/mailer.ts'
import {claimMail, markFailed, markSent} from './queue.ts'

/** A mail before it has its sender and its Message-ID. */
export type ComposedMail = Omit<OutgoingMail, 'from' | 'messageId'>

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

type Parts = Pick<Commerce, 'db' | 'mailer' | 'from' | 'log'>

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

async function send(
  {db, mailer, from, log}: Parts,
  kind: MailKind | undefined,
  row: OutboxRow,
): Promise<boolean> {
  const {id, purpose, orderId, contactMessageId, attempts: attempt} = row
  const about = {outboxId: id, purpose, about: orderId ?? contactMessageId, attempt}
  try {
    // A newer version of the site may have queued it; its own instances send it later.
    if (kind === undefined) throw new Error(`There is no kind of mail called ${purpose}.`)
    const mail = await kind.compose(row)
    if (mail === undefined) {
      await markFailed(db, row, {code: 'no-address', isFinal: true})
      log.warn(about, 'a mail has no recipient any more')
      return false
    }
    await mailer.send({...mail, from, messageId: `${id}@${from.address.split('@')[1]}`})
  } catch (error) {
    const failure = describeMailError(error)
    const status = await markFailed(db, row, failure)
    log.warn({...about, error: failure.code, status}, 'a mail was not sent')
    return false
  }
  await db.transaction(async (transaction) => {
    await kind.onSent?.(transaction, row)
    await markSent(transaction, row)
  })
  log.info(about, 'a mail was sent')
  return true
}

const mailError = z.object({code: z.string().optional(), responseCode: z.number().optional()})

/**
 * What may be kept of a failure to send: its code. The words of a mail host may quote an address.
 *
 * `isFinal`: the host refused this recipient or message for good (RFC 5321 §4.2.1, 5yz), so trying again is pointless.
 */
function describeMailError(error: unknown): {code: string; isFinal: boolean} {
  const {code = 'failed', responseCode = 0} = mailError.safeParse(error).data ?? {}
  const isFinal = responseCode >= 500 && (code === 'EENVELOPE' || code === 'EMESSAGE')
  return {code: responseCode ? `${code} ${responseCode}` : code, isFinal}
}
