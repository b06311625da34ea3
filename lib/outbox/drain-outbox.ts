import {randomUUID} from 'node:crypto'
import type {Commerce} from '../commerce/context.ts'
import type {OutboxRow} from '../db/schema/outbox.ts'
import {claimMail} from './claim-mail.ts'
import {composeMail} from './compose-mail.ts'
import {describeMailError} from './describe-mail-error.ts'
import {markFailed, markSent} from './settle-mail.ts'

export type Drained = {sent: number; failed: number}

/**
 * Sends every mail that is due, one after the other, until none is left or the signal.
 *
 * At least once: a process that falls after the mail host took a message over and before that is noted sends it again,
 * under the same Message-ID. At no other step can a mail go out twice.
 */
export async function drainOutbox(commerce: Commerce, signal?: AbortSignal): Promise<Drained> {
  const claimant = randomUUID()
  const drained = {sent: 0, failed: 0}
  while (!signal?.aborted) {
    const row = await claimMail(commerce.db, claimant)
    if (row === undefined) break
    drained[(await send(commerce, row)) ? 'sent' : 'failed'] += 1
  }
  return drained
}

async function send(commerce: Commerce, row: OutboxRow): Promise<boolean> {
  const {db, mailer, from, log} = commerce
  const {id, purpose, orderId, contactMessageId, attempts: attempt} = row
  const about = {outboxId: id, purpose, about: orderId ?? contactMessageId, attempt}
  try {
    const mail = await composeMail(commerce, row)
    if (mail === undefined) {
      await markFailed(db, row, 'no-address', true)
      log.warn(about, 'a mail has nobody to go to')
      return false
    }
    await mailer.send({...mail, from, messageId: `${row.id}@${from.address.split('@')[1]}`})
  } catch (error) {
    const {code, isFinal} = describeMailError(error)
    const status = await markFailed(db, row, code, isFinal)
    log.warn({...about, error: code, status}, 'a mail was not sent')
    return false
  }
  await markSent(db, row)
  log.info(about, 'a mail was sent')
  return true
}
