import {eq} from 'drizzle-orm'
import {type OutboxRow, outbox} from '../db/schema.ts'
import type {DeskQuestion} from '../format/desk.ts'
import {dismissMail, findSentMail, retryOutbox} from '../outbox.ts'
import {type Answer, audit, auditLook, type Desk, declined, iso, said} from './desk.ts'

const TITLES: Readonly<Record<string, string>> = {
  order_confirmation: 'Confirmation with the link to the set-up form, to the client',
  setup_link: 'New link to the set-up form, to the client',
  order_state: 'Where the order stands, to the client',
  refund_sent: 'Money goes back, to the client',
  payment_failed: 'The payment did not go through, to the client',
  owner_new_order: 'New order, to you',
  owner_alert: 'This order needs you, to you',
  owner_site_alert: 'The site needs you, to you',
  owner_details_received: 'The set-up form is in, to you',
  owner_contact_message: 'A message, to you',
  contact_acknowledgement: 'We have your message, to the sender',
  owner_letter: 'Your letter',
}

/** What a kind of mail is called on the desk. */
export function mailTitle({purpose}: Pick<OutboxRow, 'purpose'>): string {
  return TITLES[purpose] ?? purpose.replaceAll('_', ' ')
}

const UNKNOWN_MAIL = declined('not-found', 'unknown_mail', 'There is no such mail.')

/** A mail as it went out. */
export async function readMail(
  desk: Desk,
  {mailId}: DeskQuestion<'read-mail'>,
): Promise<Answer<'read-mail'>> {
  const mail = await findSentMail(desk.db, mailId)
  if (mail === undefined)
    return declined(
      'not-found',
      'mail_not_kept',
      'The words of this mail are not kept: it has not gone out yet, or it went out before mails were kept.',
    )
  const row = await findMail(desk, mailId)
  await auditLook(desk, {action: 'mail show', ...(row?.orderId && {orderId: row.orderId})})
  const {recipient: to, subject, body, sentAt} = mail
  return {ok: true, answer: {to, subject, body, sentAt: iso(sentAt)}}
}

/** Puts a mail that was given up back in the queue. */
export async function retryMail(
  desk: Desk,
  {mailId}: DeskQuestion<'retry-mail'>,
): Promise<Answer<'retry-mail'>> {
  const row = await findMail(desk, mailId)
  if (row === undefined) return UNKNOWN_MAIL
  if ((await retryOutbox(desk.db, mailId)) === 0)
    return declined(
      'not-possible',
      'mail_not_dead',
      'This mail was not given up, so it need not be sent again.',
    )
  await audit(desk, {action: 'mail retry', ...(row.orderId && {orderId: row.orderId})})
  return said('The mail is in the queue again. It goes out within seconds, if the mail host takes it.')
}

/** Puts a mail aside that need not go out any more, or whose news is dealt with. */
export async function putMailAside(
  desk: Desk,
  {mailId}: DeskQuestion<'dismiss-mail'>,
): Promise<Answer<'dismiss-mail'>> {
  const row = await findMail(desk, mailId)
  if (row === undefined) return UNKNOWN_MAIL
  if (!(await dismissMail(desk.db, mailId)))
    return declined('not-possible', 'mail_still_waits', 'This mail still waits to go out.')
  await audit(desk, {action: 'mail put aside', ...(row.orderId && {orderId: row.orderId})})
  return said('Put aside.')
}

async function findMail({db}: Desk, mailId: string): Promise<OutboxRow | undefined> {
  const [row] = await db.select().from(outbox).where(eq(outbox.id, mailId))
  return row
}
